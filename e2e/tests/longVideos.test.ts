import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import { sampleBytes } from '../../scripts/samples/media';
import { lastLines } from '../../scripts/n8n/runProgram';
import { installN8n } from '../../scripts/n8n/install';
import { launchN8n, startN8n, type N8n } from '../../scripts/n8n/launch';
import { freePort } from '../../scripts/n8n/ports';
import { chosenVersions } from '../../scripts/n8n/versions';
import {
	addWorkflow,
	findParameters,
	publish,
	readExample,
	startWorkflow,
	type SavedWorkflow,
} from '../../scripts/n8n/workflows';
import { resultWithoutN8n, startDecart } from '../harness/decart';

/** n8n wakes waiting executions once a minute. */
const WOKEN_WITHIN_MS = 240_000;

/** What n8n needs so that executions that wait go on after a restart, as docs/long-videos.md says it. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'2.8.4': {},
	'2.41.1': { N8N_EVENTBUS_RECOVERY_MODE: 'simple' },
};

describe.each(chosenVersions())('The examples long-videos and wait-for-video, in n8n $n8n', (version) => {
	it('give the videos after a restart in the middle, paid once, without a worker while they wait', async () => {
		const installed = await installN8n(version, () => undefined);
		const settings = SETTINGS[version.n8n];
		const first = await startN8n(installed, settings);
		onTestFinished(async () => await first.stop());
		const decart = await startDecart(first, { jobSchedule: { pendingMs: 5_000, processingMs: 10_000 } });
		await layOutSampleFiles(first.files);
		const parent = await addPair(first, decart.credentialId);

		const id = await startWorkflow(first, parent);
		await untilAllWait(first);
		await first.process.stop();
		const port = await freePort();
		const second = await launchN8n(installed, { folder: first.folder, port, env: settings });
		onTestFinished(async () => await second.process.stop());
		const n8n: N8n = { ...first, url: second.url, api: second.api };
		await untilSucceeded(n8n, id, second.process.log);

		const { prompt } = findParameters(parent, 'Submit Clips');
		const expected = await resultWithoutN8n('/v1/jobs/lucy-2.5', {
			fields: { prompt: String(prompt), seed: '7' },
			files: { data: await sampleBytes('coffee-zoom.mp4') },
		});
		const saved = await readdir(join(first.files, 'edited'));
		expect(saved).toHaveLength(2);
		for (const name of saved)
			expect(expected.equals(await readFile(join(first.files, 'edited', name))), name).toBe(true);
		expect(decart.ledger()).toHaveLength(2);
	});
});

/** Imports both examples, and connects them as a person does. */
async function addPair(n8n: N8n, decartApi: string): Promise<SavedWorkflow> {
	const settings = { credentials: { decartApi }, folder: n8n.files };
	const child = await addWorkflow(n8n, await readExample('wait-for-video', settings));
	await publish(n8n, child);
	const parent = await readExample('long-videos', settings);
	const call = findParameters(parent, 'Wait for the Videos');
	call.workflowId = { __rl: true, mode: 'id', value: child.id };
	return await addWorkflow(n8n, parent);
}

/**
 * Waits until an execution has succeeded. n8n 2.8 takes executions that wait for crashed ones when it starts, and puts
 * them back: so "crashed" need not be the end.
 */
async function untilSucceeded({ api }: N8n, id: string, log: string): Promise<void> {
	const deadline = Date.now() + WOKEN_WITHIN_MS;
	for (;;) {
		const { status, data } = await api.get<{ status: string; data: string }>(`/rest/executions/${id}`);
		if (status === 'success') return;
		if (['error', 'canceled'].includes(status) || Date.now() > deadline)
			throw new Error(`The execution is ${status}: ${data}\n${await lastLines(log)}`);
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}

/** Waits until the parent and the child are put aside: then no worker holds either of them. */
async function untilAllWait({ api }: N8n): Promise<void> {
	const deadline = Date.now() + 60_000;
	for (;;) {
		const { results } = await api.get<{ results: readonly { status: string }[] }>(
			'/rest/executions?filter={}&limit=100',
		);
		const states = results.map(({ status }) => status).sort();
		if (states.join() === 'waiting,waiting') return;
		if (Date.now() > deadline) throw new Error(`The executions are ${states.join()}`);
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}
