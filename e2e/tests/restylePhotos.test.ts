import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sample } from '../harness/media';
import { inEveryN8n } from '../harness/shared';
import { addExample, parametersOf, runWorkflow } from '../harness/workflows';

inEveryN8n('The example restyle-photos', (n8n) => {
	it('saves a restyled copy of every picture in the folder', async () => {
		const decart = await startDecart(n8n);
		const photos = join(n8n.files, 'photos');
		const restyled = join(n8n.files, 'restyled');
		const originals = [await sample('cat.png'), await sample('coffee.jpg'), await sample('rocket.jpg')];
		await mkdir(photos, { recursive: true });
		await mkdir(restyled, { recursive: true });
		await Promise.all(
			['cat.png', 'coffee.jpg', 'rocket.jpg'].map(
				async (name, index) => await writeFile(join(photos, name), originals[index] ?? ''),
			),
		);
		const workflow = await addExample(n8n, 'restyle-photos', {
			credentials: { decartApi: decart.credentialId },
		});

		const run = await runWorkflow(n8n, workflow);

		expect(run.error).toBeUndefined();
		const names = (await readdir(restyled)).sort();
		expect(names.map((name) => name.split(/[-.]/)[0])).toEqual(['cat', 'coffee', 'rocket']);
		const prompt = String(parametersOf(workflow, 'Restyle Photos').prompt);
		for (const [index, data] of originals.entries()) {
			const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
				fields: { prompt, seed: '7', resolution: '720p' },
				files: { data },
			});
			const saved = await readFile(join(restyled, names[index] ?? ''));
			expect(expected.equals(saved), names[index]).toBe(true);
			const original = await readFile(
				join(photos, ['cat.png', 'coffee.jpg', 'rocket.jpg'][index] ?? ''),
			);
			expect(data.equals(original), 'the original').toBe(true);
		}
		expect(decart.ledger()).toHaveLength(3);
	});
});
