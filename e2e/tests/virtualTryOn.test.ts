import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addExample, runWorkflow } from '../../scripts/n8n/workflows';

inEveryN8n('The example virtual-try-on', (n8n) => {
	it('makes one clip of a clip and a garment that Merge put on one item', async () => {
		const decart = await startDecart(n8n);
		const folder = join(n8n.files, 'try-on');
		const [clip, garment] = await Promise.all([
			sampleBytes('coffee-zoom.mp4'),
			sampleBytes('rocket.jpg'),
		]);
		await layOutSampleFiles(n8n.files);
		const workflow = await addExample(n8n, 'virtual-try-on', {
			credentials: { decartApi: decart.credentialId },
		});

		const run = await runWorkflow(n8n, workflow);

		expect(run.error).toBeUndefined();
		const expected = await resultWithoutN8n('/v1/jobs/lucy-vton-3', {
			fields: { prompt: 'Put on the garment in the image', seed: '7' },
			files: { data: clip, reference_image: garment },
		});
		expect(expected.equals(await readFile(join(folder, 'try-on.mp4')))).toBe(true);
		expect(decart.ledger()).toHaveLength(1);
	});
});
