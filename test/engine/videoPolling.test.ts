import { createDecartClient, models } from '@decartai/sdk';
import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox';
import { credentialFor, runDecart } from '../../scripts/engine/runDecart';
import { sample } from '../../scripts/samples/media';
import { CLIP_ITEM, newSandbox, runOnAt, useBinaryStore } from '../support/operations';
import { startRawServer } from '../support/rawServer';
import { useFastClock } from '../support/fastClock';

useFastClock(5);
useBinaryStore();

const EDIT = { resource: 'video', operation: 'edit', prompt: 'Snow' };
const QUICK = { pollInterval: 0.5 };

async function pollsOfNode(sandbox: Sandbox, options: object = {}, count = 1): Promise<number[]> {
	const { items } = await runDecart({
		parameters: { ...EDIT, options: { ...options } },
		items: Array.from({ length: count }, () => CLIP_ITEM),
		credential: credentialFor(sandbox),
	});
	const jobs = sandbox.jobs();
	return items.map(({ json }) => jobs.find(({ id }) => id === json.jobId)?.polls ?? NaN);
}

async function pollsOfSdk(sandbox: Sandbox): Promise<number> {
	const client = createDecartClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
	const { bytes, mimeType } = sample('coffee-zoom.mp4');
	const result = await client.queue.submitAndPoll({
		model: models.video('lucy-2.5'),
		prompt: 'Snow',
		data: new Blob([new Uint8Array(bytes)], { type: mimeType }),
	});
	return sandbox.jobs().find(({ id }) => id === result.job_id)?.polls ?? NaN;
}

/** Polls a job at a server that gives every request the same answer. */
async function lookAt(
	answer: IDataObject,
	operation: 'wait' | 'get' = 'wait',
): Promise<IDataObject | undefined> {
	const server = await startRawServer((socket) => {
		const body = JSON.stringify(answer);
		socket.end(
			`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
		);
	});
	const { items } = await runDecart({
		parameters: {
			resource: 'job',
			operation,
			jobId: 'job_1',
			options: operation === 'wait' ? { ...QUICK, timeout: 0.1 } : {},
		},
		items: [{}],
		credential: { apiKey: 'dct_test', baseUrl: server.url },
		node: { onError: 'continueRegularOutput' },
	});
	await server.close();
	return items[0]?.json;
}

describe.concurrent('Waiting costs', () => {
	it('one poll for a short job, as with the SDK', async () => {
		const sandbox = await newSandbox();
		expect(await Promise.all([pollsOfNode(sandbox), pollsOfSdk(sandbox)])).toEqual([[1], 1]);
	});

	it('fewer polls than with the SDK for a longer one', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 1000, processingMs: 8300 } });
		const [[node = NaN], sdk] = await Promise.all([pollsOfNode(sandbox), pollsOfSdk(sandbox)]);
		expect(node).toBeGreaterThan(1);
		expect(node).toBeLessThan(sdk);
	});

	it('more polls where the poll interval is short', async () => {
		const jobSchedule = { pendingMs: 0, processingMs: 8000 };
		const sandbox = await newSandbox({ jobSchedule });
		const [[often = NaN], [seldom = NaN]] = await Promise.all([
			pollsOfNode(sandbox, QUICK),
			pollsOfNode(sandbox, { pollInterval: 300 }),
		]);
		expect(often).toBeGreaterThan(seldom);
	});

	it('fewer polls once another job of the run has shown how long they take', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 0, processingMs: 12_000 } });
		const [first = NaN, second = NaN] = await pollsOfNode(sandbox, { concurrency: 1 }, 2);
		expect(second).toBeLessThan(first);
	});
});

describe.concurrent('The last poll', () => {
	it('comes at the timeout itself', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 0, processingMs: 2500 } });
		// Polls after two seconds, and at the timeout after 3.6.
		const { items } = await runDecart({
			parameters: { ...EDIT, options: { pollInterval: 300, timeout: 0.06 } },
			items: [CLIP_ITEM],
			credential: credentialFor(sandbox),
		});
		expect(items[0]?.json).toMatchObject({ status: 'completed' });
	});
});

describe.concurrent('A job ends', () => {
	it.for(['cancelled', 'canceled', 'expired', 'error', 'timeout', 'FAILED', 'Cancelled'])(
		'without a result when Decart says that it is %s',
		async (word) => {
			const rules = [
				{ on: 'submit', fault: { kind: 'job', outcome: 'oddStatus', polls: 99, word } },
			] as const;
			const sandbox = await newSandbox({ faults: { rules } });
			const { items } = await runOnAt(sandbox, EDIT, [CLIP_ITEM]);
			const [job] = sandbox.jobs();
			expect(items[0]?.json).toMatchObject({ code: 'JOB_FAILED', jobId: job?.id });
			expect(items[0]?.json.error).toContain(word === 'FAILED' ? 'failed' : word);
			expect(job?.polls).toBe(1);
		},
	);

	it.for(['COMPLETED', 'Completed'])('with its result when Decart says that it is %s', async (word) => {
		const rules = [
			{ on: 'submit', fault: { kind: 'job', outcome: 'oddStatus', polls: 99, word } },
		] as const;
		const sandbox = await newSandbox({ faults: { rules } });
		const { items } = await runOnAt(sandbox, EDIT, [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({ status: 'completed', mimeType: 'video/mp4' });
	});

	it('by an answer that has a status and no job ID', async () => {
		expect(await lookAt({ status: 'failed', error: 'Too dark' })).toMatchObject({
			code: 'JOB_FAILED',
			error: 'The job job_1 failed: Too dark',
		});
	});

	it('by no answer about another job', async () => {
		expect(await lookAt({ job_id: 'job_2', status: 'failed' })).toMatchObject({ code: 'JOB_TIMEOUT' });
	});
});

describe('Job → Get', () => {
	it('hands on no error of null, which n8n would take for a failure', async () => {
		expect(await lookAt({ job_id: 'job_1', status: 'processing', error: null }, 'get')).toEqual({
			jobId: 'job_1',
			status: 'processing',
		});
	});

	it('calls the reason of a failed job a reason', async () => {
		expect(await lookAt({ job_id: 'job_1', status: 'failed', error: 'Too dark' }, 'get')).toEqual({
			jobId: 'job_1',
			status: 'failed',
			reason: 'Too dark',
		});
	});
});
