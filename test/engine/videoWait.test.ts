import { sleep, type INodeParameters } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import type { Fault, Sandbox } from '../../sandbox';
import { listenToLog } from '../../scripts/engine/logListener';
import { startDecart, credentialFor } from '../../scripts/engine/runDecart';
import {
	readBinary,
	CLIP_ITEM,
	newSandbox,
	requestsTo,
	runAt,
	runOnAt,
	useBinaryStore,
} from '../support/operations';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
useBinaryStore();
const log = await listenToLog();
// Most of these tests sleep most of the time.
vi.setConfig({ maxConcurrency: 12 });

const EDIT = { resource: 'video', operation: 'edit', prompt: 'Snow' };
const LONG_JOB = { pendingMs: 0, processingMs: 3_600_000 };
/** Four seconds, in the option's minutes. */
const SHORTLY = 0.067;

const edit = (options: INodeParameters) => ({ ...EDIT, options });
/** What a job says of the request that it comes from. */
const SAID = { prompt: 'Snow', inputFileName: 'coffee-zoom.mp4', estimatedCostUsd: 0.12 };
const polls = (sandbox: Sandbox) => requestsTo(sandbox, 'GET', '/v1/jobs/');

describe.concurrent('A video operation that does not wait', () => {
	it('hands on the job at once', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const { items } = await runAt(sandbox, { ...EDIT, waitForCompletion: false }, [CLIP_ITEM, CLIP_ITEM]);
		const jobs = sandbox.jobs();
		expect(items.map(({ json }) => json.jobId).sort()).toEqual(jobs.map(({ id }) => id).sort());
		for (const [index, item] of items.entries()) {
			expect(item).toEqual({
				json: { jobId: item.json.jobId, status: 'pending', model: 'lucy-2.5', ...SAID },
				pairedItem: { item: index },
			});
		}
		expect(polls(sandbox)).toEqual([]);
	});

	it('tells how to go on', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const { hints } = await runAt(sandbox, { ...EDIT, waitForCompletion: false }, [CLIP_ITEM]);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringContaining('Job → Wait'),
			expect.stringContaining("at Decart's list prices"),
		]);
	});
});

describe.concurrent('A video operation that waits', () => {
	const passing: readonly (readonly [string, Fault])[] = [
		['answers 500', { kind: 'status', status: 500 }],
		['answers 502 with a page', { kind: 'status', status: 502, body: 'html' }],
		['answers 503', { kind: 'status', status: 503, retryAfter: { seconds: 0 } }],
		['answers 429', { kind: 'status', status: 429, retryAfter: { seconds: 0 } }],
		['breaks off its JSON', { kind: 'invalidJson' }],
		['gives a page for JSON', { kind: 'wrongType' }],
		['cuts its answer short', { kind: 'truncate', announce: 'full' }],
		['resets the connection', { kind: 'reset', at: 'afterUpload' }],
	];

	it.for(passing)('goes on when a poll fails because the server %s', async ([, fault]) => {
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'poll', fault, times: 3 }] } });
		const { items, error } = await runAt(sandbox, EDIT, [CLIP_ITEM]);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ status: 'completed', jobId: sandbox.jobs()[0]?.id });
		expect(polls(sandbox).filter((request) => request.fault !== undefined)).toHaveLength(3);
		expect(sandbox.ledger()).toHaveLength(1);
	});

	it.for([
		['is not known to every server yet', { kind: 'job', outcome: 'hide', polls: 3 }],
		['cannot be polled for a while', { kind: 'job', outcome: 'pollsFail', polls: 3 }],
		['is said to be queued', { kind: 'job', outcome: 'oddStatus', polls: 3 }],
		[
			'is in a state that nobody has heard of',
			{ kind: 'job', outcome: 'oddStatus', polls: 2, word: 'warp' },
		],
		['has its result late', { kind: 'job', outcome: 'contentLate', polls: 2 }],
	] as const)('waits for a job that %s', async ([, fault]) => {
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'submit', fault }] } });
		const { items, error } = await runAt(sandbox, EDIT, [CLIP_ITEM]);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ status: 'completed', jobId: sandbox.jobs()[0]?.id });
		expect(sandbox.ledger()).toMatchObject([{ delivered: 'full' }]);
	});

	it.for([
		['error', 'The video could not be processed'],
		['errorObject', 'The video could not be processed'],
		['message', 'The video could not be processed'],
		['detail', 'The video could not be processed'],
		['detailList', 'The video could not be processed'],
		['none', 'Decart gives no reason'],
	] as const)('ends with the reason of a failed job that stands in: %s', async ([reason, words]) => {
		const rules = [{ on: 'submit', fault: { kind: 'job', outcome: 'fail', reason } }] as const;
		const sandbox = await newSandbox({ faults: { rules } });
		const { items } = await runOnAt(sandbox, EDIT, [CLIP_ITEM]);
		const jobId = sandbox.jobs()[0]?.id ?? '';
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({ code: 'JOB_FAILED', jobId });
		expect(items[0]?.json.error).toBe(
			`The job ${jobId} failed: ${reason === 'detailList' ? 'data: ' : ''}${words}`,
		);
	});

	it('names the job when the key stops working', async () => {
		const rules = [{ on: 'poll', fault: { kind: 'status', status: 401 } }] as const;
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB, faults: { rules } });
		const { items } = await runOnAt(sandbox, edit({ pollInterval: 0.5 }), [CLIP_ITEM]);
		const jobId = sandbox.jobs()[0]?.id ?? '';
		expect(items[0]?.json).toMatchObject({ code: 'INVALID_API_KEY', jobId });
		expect(items[0]?.json.description).toContain(jobId);
	});

	it('polls no more than it should when it is done at once', async () => {
		const sandbox = await newSandbox();
		await runAt(sandbox, EDIT, [CLIP_ITEM]);
		expect(sandbox.requests().map(({ method, route }) => `${method} ${route}`)).toEqual([
			'POST submit',
			'GET poll',
			'GET content',
		]);
	});
});

describe.concurrent('A job that is not done in time', () => {
	it('is an error that names it, and is fetched with Job → Wait', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const { items } = await runOnAt(sandbox, edit({ timeout: SHORTLY }), [CLIP_ITEM]);
		const jobId = sandbox.jobs()[0]?.id ?? '';
		expect(items[0]?.json).toMatchObject({ code: 'JOB_TIMEOUT', jobId });
		expect(items[0]?.json.error).toContain(jobId);
		expect(items[0]?.json.description).toMatch(new RegExp(`Job → Wait .*${jobId}`));

		sandbox.advance(LONG_JOB.processingMs);
		const wait = { resource: 'job', operation: 'wait', jobId: '={{ $json.jobId }}' };
		const later = await runAt(sandbox, wait, [{ json: items[0]?.json }]);
		expect(later.items[0]?.json).toMatchObject({ status: 'completed', jobId, mimeType: 'video/mp4' });
		expect(sandbox.ledger()).toMatchObject([{ jobId, delivered: 'full' }]);
	});

	it('stops the workflow with an error that names it, where the node does not go on', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const { error, items } = await runAt(sandbox, edit({ timeout: SHORTLY }), [CLIP_ITEM]);
		const jobId = sandbox.jobs()[0]?.id ?? '';
		expect(items).toEqual([]);
		expect(error?.message).toContain(jobId);
		expect(error?.description).toMatch(new RegExp(`Job → Wait .*${jobId}`));
	});

	it('leaves by the error output with its ID, where the node has one', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const { run } = await runAt(sandbox, edit({ timeout: SHORTLY }), [CLIP_ITEM], {
			node: { onError: 'continueErrorOutput' },
		});
		const [results, failures] = run.data.resultData.runData.Decart?.[0]?.data?.main ?? [];
		expect(results).toEqual([]);
		expect(failures).toHaveLength(1);
		expect(failures?.[0]?.json).toMatchObject({ code: 'JOB_TIMEOUT', jobId: sandbox.jobs()[0]?.id });
	});

	it.for([
		['pending', { pendingMs: 3_600_000, processingMs: 0 }],
		['processing', LONG_JOB],
	] as const)(
		'is an item that says it is %s, where the user wants the job',
		async ([status, jobSchedule]) => {
			const sandbox = await newSandbox({ jobSchedule });
			const { items, hints, error } = await runAt(
				sandbox,
				edit({ timeout: SHORTLY, onTimeout: 'returnJob' }),
				[CLIP_ITEM],
			);
			expect(error).toBeUndefined();
			expect(items).toEqual([
				{
					json: { jobId: sandbox.jobs()[0]?.id, status, model: 'lucy-2.5', ...SAID },
					pairedItem: { item: 0 },
				},
			]);
			expect(hints.map(({ message }) => message)).toEqual([
				expect.stringContaining('Job → Wait'),
				expect.stringContaining("at Decart's list prices"),
			]);
		},
	);

	// Whoever waited for either would outlast the time that a test has.
	it.for([
		[
			'a server that asks to wait two minutes',
			{ kind: 'status', status: 429, retryAfter: { seconds: 120 } },
		],
		['a server that says nothing', { kind: 'stall', at: 'afterUpload' }],
	] as const)('is given up on time in spite of %s', async ([, fault]) => {
		const sandbox = await newSandbox({
			jobSchedule: LONG_JOB,
			faults: { rules: [{ on: 'poll', fault }] },
		});
		const { items } = await runOnAt(sandbox, edit({ timeout: SHORTLY }), [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({ code: 'JOB_TIMEOUT', jobId: sandbox.jobs()[0]?.id });
	});
});

describe.concurrent('Cancel', () => {
	it.for([
		['between two polls', undefined],
		['during a poll', { kind: 'stall', at: 'afterUpload' }],
		[
			'while the server wants to be left alone',
			{ kind: 'status', status: 429, retryAfter: { seconds: 120 } },
		],
	] as const)('ends the wait %s, asks nothing more and logs the job', async ([, fault]) => {
		const faults = { rules: fault ? [{ on: 'poll' as const, fault }] : [] };
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB, faults });
		const run = await startDecart({
			parameters: EDIT,
			items: [CLIP_ITEM],
			credential: credentialFor(sandbox),
		});
		await vi.waitUntil(() => polls(sandbox).length > 0, { timeout: 10_000 });
		run.cancel();
		const pollCount = polls(sandbox).length;
		await run.outcome;
		const line = log.find((entry) => entry.includes(sandbox.jobs()[0]?.id ?? ''));
		expect(line).toContain('goes on at Decart');
		await sleep(5000);
		expect(polls(sandbox)).toHaveLength(pollCount);
		expect(sandbox.openSockets()).toBe(0);
	});
});

describe.concurrent('A result', () => {
	it('is downloaded again when it was truncated, and billed once', async () => {
		const fault = { kind: 'truncate', announce: 'cut' } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'content', fault, times: 2 }] } });
		const { items } = await runAt(sandbox, EDIT, [CLIP_ITEM]);
		const bytes = await readBinary(items[0]?.binary?.data);
		expect(items[0]?.json).toMatchObject({ status: 'completed', fileSize: bytes.length });
		expect(sandbox.jobs()[0]?.downloads).toBe(3);
		expect(sandbox.ledger()).toMatchObject([{ delivered: 'full' }]);
	});
});
