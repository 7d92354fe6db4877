import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import { sampleBytes } from '../../scripts/samples/media';
import { lastLines } from '../../scripts/n8n/runProgram';
import { installN8n } from '../../scripts/n8n/install';
import { launchN8n, startN8n, WITHOUT_EDITOR, type N8n } from '../../scripts/n8n/launch';
import { freePort } from '../../scripts/n8n/ports';
import { chosenVersions, type Version } from '../../scripts/n8n/versions';
import {
	addWorkflow,
	findParameters,
	publish,
	readExample,
	startWorkflow,
	type Ended,
	type SavedWorkflow,
} from '../../scripts/n8n/workflows';
import { openDecart, resultWithoutN8n, type Decart } from '../harness/decart';
import { failOnce, ITEMS, retry, timesBilled } from '../harness/retry';

/** n8n wakes waiting executions once a minute. */
const WOKEN_WITHIN_MS = 240_000;

/** What n8n needs so that executions that wait go on after a restart, as docs/long-videos.md says it. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'2.8.4': WITHOUT_EDITOR,
	'2.41.1': { ...WITHOUT_EDITOR, N8N_EVENTBUS_RECOVERY_MODE: 'simple' },
};

/** An n8n that was stopped and started again, and what had begun in it before. */
interface Restarted {
	readonly n8n: N8n;
	/** The log of the second start. */
	readonly log: string;
	readonly videos: { readonly decart: Decart; readonly parent: SavedWorkflow; readonly id: string };
	readonly images: { readonly decart: Decart; readonly workflow: SavedWorkflow; readonly failed: Ended };
}

const restarted = new Map<string, Restarted>();
const undo: (() => Promise<void>)[] = [];

// Both versions at once: most of it is waiting.
beforeAll(async () => {
	await Promise.all(
		chosenVersions().map(async (version) => restarted.set(version.n8n, await restart(version))),
	);
});
afterAll(async () => {
	for (const end of undo.reverse()) await end();
});

/** Lets one execution fail and others wait, then stops n8n and starts it again. */
async function restart(version: Version): Promise<Restarted> {
	const installed = await installN8n(version, () => undefined);
	const settings = SETTINGS[version.n8n];
	const first = await startN8n(installed, settings);
	undo.push(first.stop);
	const forImages = await openDecart(first);
	const forVideos = await openDecart(first, { jobSchedule: { pendingMs: 5_000, processingMs: 10_000 } });
	undo.push(forImages.close, forVideos.close);
	const images = await failOnce(first, { decart: forImages });
	await layOutSampleFiles(first.files);
	const parent = await addPair(first, forVideos.credentialId);
	const id = await startWorkflow(first, parent);
	await untilAllWait(first);
	await first.process.stop();
	const second = await launchN8n(installed, {
		folder: first.folder,
		port: await freePort(),
		env: settings,
	});
	undo.push(second.process.stop);
	const n8n: N8n = { ...first, url: second.url, api: second.api };
	return { n8n, log: second.process.log, images, videos: { decart: forVideos, parent, id } };
}

describe.each(chosenVersions())('After a restart of n8n $n8n', (version) => {
	const find = (): Restarted => {
		const found = restarted.get(version.n8n);
		if (!found) throw new Error(`n8n ${version.n8n} was not restarted`);
		return found;
	};

	it('Retry in the list of executions pays only for the rest', async () => {
		const { n8n, images } = find();
		const { decart, workflow, failed } = images;
		const { status, items } = await retry(n8n, failed, workflow, false);
		expect(status).toBe('success');
		expect(items('Restyle')).toHaveLength(ITEMS);
		expect(timesBilled(decart)).toEqual(Array(ITEMS).fill(1));
	});

	it('the examples long-videos and wait-for-video give the videos, paid once, without a worker while they wait', async () => {
		const { n8n, log, videos } = find();
		const { decart, parent, id } = videos;
		await untilSucceeded(n8n, id, log);

		const { prompt } = findParameters(parent, 'Submit Clips');
		const expected = await resultWithoutN8n('/v1/jobs/lucy-2.5', {
			fields: { prompt: String(prompt), seed: '7' },
			files: { data: await sampleBytes('coffee-zoom.mp4') },
		});
		const saved = await readdir(join(n8n.files, 'edited'));
		expect(saved).toHaveLength(2);
		for (const name of saved)
			expect(expected.equals(await readFile(join(n8n.files, 'edited', name))), name).toBe(true);
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

/** Waits until the parent and the child are put aside: then no worker holds either of them. One execution has failed. */
async function untilAllWait({ api }: N8n): Promise<void> {
	const deadline = Date.now() + 60_000;
	for (;;) {
		const { results } = await api.get<{ results: readonly { status: string }[] }>(
			'/rest/executions?filter={}&limit=100',
		);
		const states = results.map(({ status }) => status).sort();
		if (states.join() === 'error,waiting,waiting') return;
		if (Date.now() > deadline) throw new Error(`The executions are ${states.join()}`);
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}
