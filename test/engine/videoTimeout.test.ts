import { sleep, type INodeParameters } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import { listenToLog } from '../../scripts/engine/logListener';
import { credentialFor, startDecart } from '../../scripts/engine/runDecart';
import { useFastClock } from '../support/fastClock';
import { CLIP_ITEM, newSandbox, runAt, runOnAt, useBinaryStore } from '../support/operations';
import { EDIT, LONG_JOB, polls, SAID } from './videoSupport';

useFastClock(4);
useBinaryStore();
const log = await listenToLog();
// Most of these tests sleep most of the time.
vi.setConfig({ maxConcurrency: 12 });

/** Four seconds, in the option's minutes. */
const SHORTLY = 0.067;

const edit = (options: INodeParameters) => ({ ...EDIT, options });

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
