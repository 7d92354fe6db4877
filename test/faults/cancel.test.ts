import { sleep } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Fault, type FaultRoute, type Sandbox } from '../../sandbox';
import { startFileHost, type FileHost } from '../../sandbox/fileHost';
import { listenToLog } from '../../scripts/engine/logListener';
import { countActiveResources, countOpenFiles } from '../../scripts/engine/openHandles';
import { startImages, startVideos } from '../../scripts/engine/batchRuns';
import { eventually } from './support';
import { useFastClock } from '../support/fastClock';
import { useBinaryStore } from '../support/operations';

useFastClock(4);

let sandbox: Sandbox;
let host: FileHost;
let log: string[];
useBinaryStore();
beforeAll(async () => {
	sandbox = await startSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 } });
	host = await startFileHost();
	log = await listenToLog();
});
afterEach(() => {
	sandbox.reset();
	sandbox.setJobSchedule({ pendingMs: 0, processingMs: 0 });
	log.length = 0;
});
afterAll(async () => {
	await sandbox.close();
	await host.close();
});

type Started = Awaited<ReturnType<typeof startImages>>;

/** Cancels a run that has got so far, and checks that nothing of it goes on. */
async function expectCanceled(start: () => Promise<Started>, hasGotSoFar: () => boolean): Promise<void> {
	await sleep(250);
	const before = { ...countActiveResources(), files: countOpenFiles() };
	const { outcome, cancel } = await start();
	await eventually(hasGotSoFar, Boolean).finally(cancel);
	const sent = sandbox.requests().length;
	const { run } = await outcome;
	expect(run.status).toBe('canceled');
	await eventually(
		() => sandbox.openSockets() + host.openSockets(),
		(open) => open === 0,
	);
	await eventually(
		() => ({ ...countActiveResources(), files: countOpenFiles() }),
		(now) =>
			Object.entries(now).every(([kind, count]) => count <= (before[kind as keyof typeof before] ?? 0)),
	);
	await sleep(300);
	expect(sandbox.requests()).toHaveLength(sent);
}

function hitByFault(count: number): () => boolean {
	return () => sandbox.requests().filter(({ fault }) => fault).length >= count;
}

const on = (route: FaultRoute, fault: Fault) => sandbox.setFaults({ rules: [{ on: route, fault }] });

describe('Cancel', () => {
	it.each(['beforeUpload', 'afterUpload', 'beforeAnswer', 'midAnswer'] as const)(
		'ends the requests for images that stand still: %s',
		async (at) => {
			on('generate', { kind: 'stall', at });
			await expectCanceled(
				async () => await startImages(sandbox, 20, { options: { concurrency: 4 } }),
				hitByFault(4),
			);
		},
	);

	it('ends the waiting for a server that is busy', async () => {
		on('generate', { kind: 'status', status: 429, retryAfter: { seconds: 60 } });
		await expectCanceled(
			async () => await startImages(sandbox, 20, { options: { concurrency: 4 } }),
			// Not four: what is not on its way yet when the first is refused is held back.
			() => hitByFault(1)() && sandbox.openSockets() === 0,
		);
	});

	it('ends the waiting for a server that cannot be reached', async () => {
		const nowhere = { url: 'http://127.0.0.1:1', apiKey: 'dct_0123456789' };
		const start = async () => await startImages(nowhere, 20, { options: { maxRetries: 10 } });
		await expectCanceled(start, () => true);
	});

	it('ends the pause between two polls of a job, and leaves its id in the log', async () => {
		sandbox.setJobSchedule({ pendingMs: 0, processingMs: 600_000 });
		const start = async () =>
			await startVideos(sandbox, 5, { options: { pollInterval: 60, concurrency: 3 } });
		await expectCanceled(start, () => sandbox.jobs().filter(({ polls }) => polls > 1).length === 3);
		const warnings = log.filter((line) => line.startsWith('warn')).join('\n');
		for (const { id } of sandbox.jobs()) expect(warnings).toContain(id);
		expect(sandbox.jobs()).toHaveLength(3);
	});

	it.each(['poll', 'content'] as const)('ends a request for a job that stands still: %s', async (route) => {
		on(route, { kind: 'stall', at: 'midAnswer' });
		await expectCanceled(
			async () => await startVideos(sandbox, 5, { options: { concurrency: 3 } }),
			hitByFault(3),
		);
		const warnings = log.filter((line) => line.startsWith('warn')).join('\n');
		for (const { id } of sandbox.jobs()) expect(warnings).toContain(id);
	});

	it('says in the log which requests may have been accepted', async () => {
		on('submit', { kind: 'stall', at: 'beforeAnswer' });
		await expectCanceled(
			async () => await startVideos(sandbox, 5, { options: { concurrency: 3 } }),
			() => sandbox.ledger().length === 3,
		);
		expect(sandbox.ledger()).toHaveLength(3);
		expect(log.filter((line) => /^warn .*it may have been accepted/.test(line))).toHaveLength(3);
	});

	it('ends the download of an input file', async () => {
		const url = host.serve('slow.png', {
			body: Buffer.alloc(1000),
			contentType: 'image/png',
			delivery: { kind: 'stall', ms: undefined },
		});
		const start = async () =>
			await startImages(sandbox, 8, {
				parameters: { dataSource: 'url', dataUrl: url },
				options: { concurrency: 4 },
			});
		await expectCanceled(start, () => host.requests().length >= 4);
		expect(sandbox.requests()).toEqual([]);
	});

	it("ends a run under n8n's Retry On Fail for good", async () => {
		on('generate', { kind: 'stall', at: 'beforeAnswer' });
		const node = {
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 10,
			onError: 'continueRegularOutput',
		} as const;
		const start = async () => await startImages(sandbox, 6, { node, options: { concurrency: 2 } });
		await expectCanceled(start, () => sandbox.ledger().length === 2);
		expect(sandbox.ledger()).toHaveLength(2);
	});
});
