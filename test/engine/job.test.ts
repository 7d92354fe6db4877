import { describe, expect, it, vi } from 'vitest';
import { listenToLog } from '../../scripts/engine/logListener';
import { credentialFor, startDecart } from '../../scripts/engine/runDecart';
import { readBinary, newSandbox, requestsTo, runAt, runOnAt, useBinaryStore } from '../support/operations';
import { useFastClock } from '../support/fastClock';
import { job, LONG_JOB, submitted } from './jobSupport';

useFastClock(4);
useBinaryStore();
const log = await listenToLog();
vi.setConfig({ maxConcurrency: 12 });

describe.concurrent('Job → Get', () => {
	it('tells how far a job is', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const item = await submitted(sandbox);
		const statuses: unknown[] = [];
		for (let step = 0; step < 3; step += 1) {
			const { items } = await runAt(sandbox, job('get'), [item]);
			expect(items[0]?.json.jobId).toBe(item.json.jobId);
			statuses.push(items[0]?.json.status);
			sandbox.advance(3_600_000);
		}
		expect(statuses).toEqual(['pending', 'processing', 'completed']);
		expect(requestsTo(sandbox, 'GET', '/v1/jobs/')).toHaveLength(3);
	});

	it('gives the reason of a failed job, as an item', async () => {
		const rules = [{ on: 'submit', fault: { kind: 'job', outcome: 'fail' } }] as const;
		const sandbox = await newSandbox({ faults: { rules } });
		const item = await submitted(sandbox);
		sandbox.advance(1000);
		const { items } = await runAt(sandbox, job('get'), [item]);
		expect(items).toEqual([
			{
				json: {
					jobId: item.json.jobId,
					status: 'failed',
					reason: 'The video could not be processed',
				},
				pairedItem: { item: 0 },
			},
		]);
	});
});

describe.concurrent('Job → Wait', () => {
	it('delivers as a video operation does', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 0, processingMs: 10_000 } });
		const item = await submitted(sandbox);
		const { items } = await runAt(sandbox, job('wait', { outputBinary: 'video' }), [item]);
		const bytes = await readBinary(items[0]?.binary?.video);
		const fileName = `decart-${String(item.json.jobId)}.mp4`;
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toEqual({
			status: 'completed',
			jobId: item.json.jobId,
			durationMs: expect.any(Number) as unknown,
			fileName,
			mimeType: 'video/mp4',
			fileSize: bytes.length,
			width: expect.any(Number) as unknown,
			height: expect.any(Number) as unknown,
			durationSeconds: 3,
			fps: 25,
		});
		expect(items[0]?.binary?.video).toMatchObject({
			fileName,
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
		});
		expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
		expect(sandbox.jobs()[0]?.polls).toBeGreaterThan(1);
	});

	it('hands the job back when it is not done in time and the user wants it', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const item = await submitted(sandbox);
		const options = { timeout: 0.02, onTimeout: 'returnJob' };
		const { items, hints } = await runAt(sandbox, job('wait', options), [item]);
		expect(items[0]?.json).toEqual({ jobId: item.json.jobId, status: 'pending' });
		expect(hints.map(({ message }) => message)).toEqual([expect.stringContaining('Job → Wait')]);
	});

	it('takes each item’s own job, and keeps a missing one from the others', async () => {
		const sandbox = await newSandbox();
		const first = await submitted(sandbox);
		const third = await submitted(sandbox);
		const { items } = await runOnAt(sandbox, job('wait'), [
			first,
			{ json: { jobId: 'job_none' } },
			third,
		]);
		expect(items.map(({ json, pairedItem }) => [json.jobId, json.status, json.code, pairedItem])).toEqual(
			[
				[first.json.jobId, 'completed', undefined, { item: 0 }],
				['job_none', undefined, 'NOT_FOUND', { item: 1 }],
				[third.json.jobId, 'completed', undefined, { item: 2 }],
			],
		);
	});

	it('names a job that vanishes while it is waited for', async () => {
		const fault = { kind: 'job', outcome: 'vanish', polls: 1 } as const;
		const sandbox = await newSandbox({
			jobSchedule: LONG_JOB,
			faults: { rules: [{ on: 'submit', fault }] },
		});
		const item = await submitted(sandbox);
		const { items } = await runOnAt(sandbox, job('wait', { pollInterval: 0.5 }), [item]);
		expect(items[0]?.json).toMatchObject({ code: 'NOT_FOUND', jobId: item.json.jobId, httpStatus: 404 });
	});

	it('says how to fetch the result where the download fails for good', async () => {
		const fault = { kind: 'status', status: 502 } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'content', fault }] } });
		const item = await submitted(sandbox);
		const { items } = await runOnAt(sandbox, job('wait', { maxRetries: 0 }), [item]);
		expect(items[0]?.json).toMatchObject({
			code: 'PROCESSING_ERROR',
			httpStatus: 502,
			jobId: item.json.jobId,
		});
		expect(items[0]?.json.description).toMatch(
			new RegExp(`Job → Download .*${String(item.json.jobId)}.*Do not submit`),
		);
	});

	it('ends on Cancel and leaves the job’s ID in the log', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const item = await submitted(sandbox);
		const run = await startDecart({
			parameters: job('wait'),
			items: [item],
			credential: credentialFor(sandbox),
		});
		await vi.waitUntil(() => (sandbox.jobs()[0]?.polls ?? 0) > 0, { timeout: 10_000 });
		run.cancel();
		await run.outcome;
		const line = log.find((entry) => entry.includes(String(item.json.jobId)));
		expect(line).toContain('goes on at Decart');
	});
});

describe.concurrent.for([['get'], ['wait'], ['download']])('Job → %s refuses', ([operation = '']) => {
	it('a job that Decart does not know', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, job(operation), [{ json: { jobId: 'job_none' } }]);
		expect(items[0]?.json).toMatchObject({ code: 'NOT_FOUND', httpStatus: 404, jobId: 'job_none' });
	});

	it.for([
		['a missing ID', undefined],
		['an empty ID', ' '],
		['an object for an ID', { id: 'job_1' }],
	] as const)('%s, before anything is sent', async ([, jobId]) => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, job(operation), [{ json: { jobId } }]);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'Job ID is required',
		});
		expect(sandbox.requests()).toEqual([]);
	});

	it('to hand an error on as if it were a result', async () => {
		const sandbox = await newSandbox();
		const { items, error } = await runAt(sandbox, job(operation), [{ json: { jobId: 'job_none' } }]);
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: 'Decart knows no job job_none, or no longer [item 0]',
			httpCode: '404',
			context: { code: 'NOT_FOUND', jobId: 'job_none' },
		});
	});

	it('to let an ID reach another path', async () => {
		const sandbox = await newSandbox();
		await runOnAt(sandbox, job(operation), [{ json: { jobId: '../files/x?y=1#z' } }]);
		expect(sandbox.requests()[0]?.path).toMatch(/^\/v1\/jobs\/\.\.%2Ffiles%2Fx%3Fy%3D1%23z/);
	});
});
