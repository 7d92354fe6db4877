import { describe, expect, it } from 'vitest';
import { readResponse, clip, get, post, sandboxForFile, submitClip } from '../support';

const sandbox = await sandboxForFile();

async function status(id: string): Promise<unknown> {
	return ((await (await get(sandbox, `/v1/jobs/${id}`)).json()) as { status: unknown }).status;
}

describe('A job', () => {
	it('goes from pending through processing to completed by its schedule', async () => {
		sandbox.setJobSchedule({ pendingMs: 60_000, processingMs: 60_000 });
		const response = await post(sandbox, '/v1/jobs/lucy-2.5', { data: clip });
		const job = (await response.json()) as { job_id: string };
		expect(job).toEqual({
			job_id: expect.stringMatching(/^job_[0-9a-f]{24}$/) as unknown,
			status: 'pending',
		});
		const answer = await get(sandbox, `/v1/jobs/${job.job_id}`);
		expect(await answer.json()).toEqual({ job_id: job.job_id, status: 'pending' });

		sandbox.advance(60_000);
		expect(await status(job.job_id)).toBe('processing');
		sandbox.advance(60_000);
		expect(await status(job.job_id)).toBe('completed');
		expect(sandbox.jobs()).toMatchObject([
			{ id: job.job_id, model: 'lucy-2.5', status: 'completed', polls: 3 },
		]);
	});

	it('keeps the schedule that it was submitted under', async () => {
		sandbox.setJobSchedule({ pendingMs: 60_000, processingMs: 0 });
		const slow = await submitClip(sandbox);
		sandbox.setJobSchedule({ pendingMs: 0, processingMs: 0 });
		const quick = await submitClip(sandbox);
		expect([await status(slow), await status(quick)]).toEqual(['pending', 'completed']);
	});

	it('has no content before it is completed', async () => {
		sandbox.setJobSchedule({ pendingMs: 60_000, processingMs: 0 });
		const id = await submitClip(sandbox);
		sandbox.setJobSchedule({ pendingMs: 0, processingMs: 0 });
		const early = await get(sandbox, `/v1/jobs/${id}/content`);
		expect(early.status).toBe(409);
		expect(await early.json()).toEqual({ detail: 'Job is pending, there is no content' });
		expect(sandbox.ledger()).toMatchObject([{ delivered: 'none' }]);
	});

	it('can be fetched as often as one likes, and is billed once', async () => {
		const id = await submitClip(sandbox);
		const first = await readResponse(await get(sandbox, `/v1/jobs/${id}/content`));
		const second = await readResponse(await get(sandbox, `/v1/jobs/${id}/content`));
		expect(second.equals(first)).toBe(true);
		expect(sandbox.jobs()).toMatchObject([{ id, downloads: 2 }]);
		expect(sandbox.ledger()).toMatchObject([{ jobId: id, delivered: 'full' }]);
	});

	it('needs a key to be polled', async () => {
		const id = await submitClip(sandbox);
		expect((await get(sandbox, `/v1/jobs/${id}`, {})).status).toBe(401);
		expect((await get(sandbox, `/v1/jobs/${id}/content`, {})).status).toBe(401);
	});

	it('never gets the id of another one', async () => {
		const ids = [await submitClip(sandbox), await submitClip(sandbox), await submitClip(sandbox)];
		expect(new Set(ids).size).toBe(3);
	});
});
