import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../../sandbox/faults/faultPlan';
import { get, sandboxForFile, submitClip } from '../../support';

const sandbox = await sandboxForFile();

describe('A job', () => {
	const under = async (fault: Fault): Promise<string> => {
		sandbox.setFaults({ rules: [{ on: 'submit', fault, times: 1 }] });
		return await submitClip(sandbox);
	};
	const poll = async (id: string): Promise<unknown> => {
		const response = await get(sandbox, `/v1/jobs/${id}`);
		return response.status === 200 ? await response.json() : response.status;
	};

	it.each([
		['error', { error: 'The video could not be processed' }],
		[
			'errorObject',
			{ error: { message: 'The video could not be processed', code: 'PROCESSING_FAILED' } },
		],
		['message', { message: 'The video could not be processed' }],
		['detail', { detail: 'The video could not be processed' }],
		[
			'detailList',
			{ detail: [{ loc: ['data'], msg: 'The video could not be processed', type: 'value_error' }] },
		],
		['none', {}],
	] as const)('fails, with its reason as %s', async (reason, fields) => {
		const id = await under({ kind: 'job', outcome: 'fail', reason });
		expect(await poll(id)).toEqual({ job_id: id, status: 'failed', ...fields });
		expect((await get(sandbox, `/v1/jobs/${id}/content`)).status).toBe(409);
		expect(sandbox.ledger()).toMatchObject([{ jobId: id, delivered: 'none', fault: 'job fail' }]);
	});

	it('stalls for ever', async () => {
		const id = await under({ kind: 'job', outcome: 'stall' });
		sandbox.advance(24 * 60 * 60 * 1000);
		expect(await poll(id)).toEqual({ job_id: id, status: 'processing' });
	});

	it('vanishes', async () => {
		const id = await under({ kind: 'job', outcome: 'vanish', polls: 1 });
		expect(await poll(id)).toEqual({ job_id: id, status: 'completed' });
		expect(await poll(id)).toBe(404);
		expect((await get(sandbox, `/v1/jobs/${id}/content`)).status).toBe(404);
	});

	it('is not known at first', async () => {
		const id = await under({ kind: 'job', outcome: 'hide', polls: 2 });
		expect([await poll(id), await poll(id), await poll(id)]).toEqual([
			404,
			404,
			{ job_id: id, status: 'completed' },
		]);
	});

	it('reports a word that is not documented', async () => {
		const id = await under({ kind: 'job', outcome: 'oddStatus', polls: 1, word: 'warming_up' });
		expect(await poll(id)).toEqual({ job_id: id, status: 'warming_up' });
		expect(await poll(id)).toEqual({ job_id: id, status: 'completed' });
	});

	it('finishes while its polls fail', async () => {
		const id = await under({ kind: 'job', outcome: 'pollsFail', polls: 2 });
		expect([await poll(id), await poll(id), await poll(id)]).toEqual([
			500,
			500,
			{ job_id: id, status: 'completed' },
		]);
	});

	it('is completed before its content is there', async () => {
		const id = await under({ kind: 'job', outcome: 'contentLate', polls: 1 });
		expect((await get(sandbox, `/v1/jobs/${id}/content`)).status).toBe(409);
		expect((await get(sandbox, `/v1/jobs/${id}/content`)).status).toBe(200);
	});
});
