import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { HOLE, layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addExample, runWorkflow } from '../../scripts/n8n/workflows';

inEveryN8n('The example masked-edit', (n8n) => {
	it('changes what lies under the hole of the mask, and not one pixel more', async () => {
		const decart = await startDecart(n8n);
		const folder = join(n8n.files, 'masked-edit');
		const photo = await sampleBytes('cat.png');
		const { width, height } = await sharp(photo).metadata();
		await layOutSampleFiles(n8n.files);
		const workflow = await addExample(n8n, 'masked-edit', {
			credentials: { decartApi: decart.credentialId },
		});

		const run = await runWorkflow(n8n, workflow);

		expect(run.error).toBeUndefined();
		const result = await readFile(join(folder, 'result.png'));
		const edited = await resultWithoutN8n('/v1/generate/lucy-image-2', {
			fields: { prompt: 'Turn the scene into a snowy winter day', seed: '7' },
			files: { data: photo },
		});
		expect(await pixels(result)).toHaveLength(width * height * 3);
		expect(await outside(result)).toEqual(await outside(photo));
		expect(meanDifference(await inside(result), await inside(photo))).toBeGreaterThan(10);
		// GraphicsMagick and sharp shrink an image a little differently.
		const shrunk = await sharp(edited).resize(width, height, { fit: 'fill' }).toBuffer();
		expect(meanDifference(await inside(result), await inside(shrunk))).toBeLessThan(8);
	});
});

async function pixels(image: Buffer): Promise<Buffer> {
	return await sharp(image).removeAlpha().raw().toBuffer();
}

async function inside(image: Buffer): Promise<Buffer> {
	return await sharp(image).removeAlpha().extract(HOLE).raw().toBuffer();
}

/** The image with its hole filled in. */
async function outside(image: Buffer): Promise<Buffer> {
	const { left, top, width, height } = HOLE;
	const patch = await sharp({ create: { width, height, channels: 3, background: 'black' } })
		.png()
		.toBuffer();
	return await sharp(image)
		.removeAlpha()
		.composite([{ input: patch, left, top }])
		.removeAlpha()
		.raw()
		.toBuffer();
}

function meanDifference(a: Buffer, b: Buffer): number {
	return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}
