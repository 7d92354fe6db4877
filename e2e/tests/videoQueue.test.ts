import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addExample, findParameters, runWorkflow } from '../../scripts/n8n/workflows';

inEveryN8n('The example video-queue', (n8n) => {
	it('submits each clip once, polls while it is being made, and saves it under its name', async () => {
		const decart = await startDecart(n8n, { jobSchedule: { pendingMs: 5_000, processingMs: 7_000 } });
		const clip = await sampleBytes('coffee-zoom.mp4');
		await layOutSampleFiles(n8n.files);
		const workflow = await addExample(n8n, 'video-queue', {
			credentials: { decartApi: decart.credentialId },
		});

		const run = await runWorkflow(n8n, workflow);

		expect(run.error).toBeUndefined();
		const { prompt } = findParameters(workflow, 'Submit Clips');
		const expected = await resultWithoutN8n('/v1/jobs/lucy-2.5', {
			fields: { prompt: String(prompt), seed: '7' },
			files: { data: clip },
		});
		for (const name of ['first.mp4', 'second.mp4'])
			expect(expected.equals(await readFile(join(n8n.files, 'edited', name))), name).toBe(true);
		expect(decart.ledger()).toHaveLength(2);
		const polls = decart.jobs().map(({ polls }) => polls);
		expect(Math.min(...polls)).toBeGreaterThanOrEqual(2);
	});
});
