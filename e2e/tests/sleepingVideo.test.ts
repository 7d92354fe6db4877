import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sampleBytes } from '../../scripts/samples/media';
import { layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import type { N8n } from '../../scripts/n8n/launch';
import { addWorkflow, downloadBinary, startWorkflow, untilEnded } from '../../scripts/n8n/workflows';
import { openDecart, resultWithoutN8n, type Decart } from '../harness/decart';
import { chain, decartNode, manualTrigger, n8nNode } from '../harness/nodes';
import { inEveryN8n } from '../harness/inEveryN8n';

/** n8n wakes waiting executions once a minute. */
const WOKEN_WITHIN_MS = 240_000;

const n8ns: N8n[] = [];
const asleep = new Map<N8n, { readonly decart: Decart; readonly id: string }>();

// In all versions at once: most of it is waiting.
beforeAll(async () => {
	await Promise.all(n8ns.map(async (n8n) => asleep.set(n8n, await putToSleep(n8n))));
});
afterAll(async () => {
	for (const { decart } of asleep.values()) await decart.close();
});

inEveryN8n('Edit without waiting → Wait → Job: Wait', (n8n) => {
	n8ns.push(n8n);

	it('gives the video, paid once, and holds no worker while it sleeps', async () => {
		const begun = asleep.get(n8n);
		if (!begun) throw new Error('The execution does not wait');
		const run = await untilEnded(n8n, begun.id, WOKEN_WITHIN_MS);

		expect(run.error).toBeUndefined();
		const [item] = run.items('Job: Wait');
		const expected = await resultWithoutN8n('/v1/jobs/lucy-2.5', {
			fields: { prompt: 'Snow', seed: '7' },
			files: { data: await sampleBytes('coffee-zoom.mp4') },
		});
		expect(expected.equals(await downloadBinary(n8n, item?.binary?.data))).toBe(true);
		expect(begun.decart.ledger()).toHaveLength(1);
	});
});

/** Starts the workflow, and waits until the execution does. */
async function putToSleep(n8n: N8n) {
	const decart = await openDecart(n8n);
	await layOutSampleFiles(n8n.files);
	const workflow = await addWorkflow(n8n, {
		name: 'One sleeping video',
		...chain([
			manualTrigger('Start'),
			n8nNode('Read', 'readWriteFile', 1, {
				operation: 'read',
				fileSelector: `${n8n.files}/clips/first.mp4`,
				options: {},
			}),
			decartNode('Edit', decart.credentialId, {
				resource: 'video',
				operation: 'edit',
				prompt: 'Snow',
				waitForCompletion: false,
				options: { seed: 7 },
			}),
			n8nNode('Wait', 'wait', 1.1, { resume: 'timeInterval', amount: 65, unit: 'seconds' }),
			decartNode('Job: Wait', decart.credentialId, { resource: 'job', operation: 'wait' }),
		]),
	});
	const id = await startWorkflow(n8n, workflow);
	await untilWaiting(n8n, id);
	return { decart, id };
}

/** An execution that waits is in the database, and no worker holds it. */
async function untilWaiting({ api }: N8n, id: string): Promise<void> {
	const until = async () =>
		(await api.get<{ status: string }>(`/rest/executions/${id}`)).status === 'waiting';
	await vi.waitUntil(until, { timeout: 60_000 });
}
