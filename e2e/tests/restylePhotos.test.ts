import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addExample, findParameters, runWorkflow } from '../../scripts/n8n/workflows';

const NAMES = ['cat.png', 'coffee.jpg', 'rocket.jpg'] as const;

inEveryN8n('The example restyle-photos', (n8n) => {
	it('saves a restyled copy of every image in the folder', async () => {
		const decart = await startDecart(n8n);
		const photos = join(n8n.files, 'photos');
		const restyled = join(n8n.files, 'restyled');
		const originals = await Promise.all(NAMES.map(async (name) => await sampleBytes(name)));
		await layOutSampleFiles(n8n.files);
		const workflow = await addExample(n8n, 'restyle-photos', {
			credentials: { decartApi: decart.credentialId },
		});

		const run = await runWorkflow(n8n, workflow);

		expect(run.error).toBeUndefined();
		const names = (await readdir(restyled)).sort();
		expect(names.map((name) => name.split(/[-.]/)[0])).toEqual(['cat', 'coffee', 'rocket']);
		const prompt = String(findParameters(workflow, 'Restyle Photos').prompt);
		for (const [index, data] of originals.entries()) {
			const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
				fields: { prompt, seed: '7', resolution: '720p' },
				files: { data },
			});
			const saved = await readFile(join(restyled, names[index] ?? ''));
			expect(expected.equals(saved), names[index]).toBe(true);
			const original = await readFile(join(photos, NAMES[index] ?? ''));
			expect(data.equals(original), 'the original').toBe(true);
		}
		expect(decart.ledger()).toHaveLength(3);
	});
});
