import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../sandbox';
import { readBinary, CLIP_ITEM, newSandbox, runAt, runOnAt, useBinaryStore } from '../support/operations';
import { useFastClock } from '../support/fastClock';
import { EDIT, LONG_JOB, polls, SAID } from './videoSupport';

useFastClock(4);
useBinaryStore();
// Most of these tests sleep most of the time.
vi.setConfig({ maxConcurrency: 12 });

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
		const { items } = await runOnAt(sandbox, { ...EDIT, options: { pollInterval: 0.5 } }, [CLIP_ITEM]);
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
