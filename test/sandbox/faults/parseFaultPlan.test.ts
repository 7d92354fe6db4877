import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/faults/faultPlan';
import { parseFaultPlan } from '../../../sandbox/faults/parseFaultPlan';
import { clip, get, post, sandboxForFile } from '../support';

const sandbox = await sandboxForFile();
const QUOTA = '/v1/realtime/quota';

describe('A plan', () => {
	const statuses = async (count: number): Promise<number[]> => {
		const list: number[] = [];
		for (let turn = 0; turn < count; turn += 1) list.push((await get(sandbox, QUOTA)).status);
		return list;
	};

	it('hits the next requests of a route and then no more', async () => {
		sandbox.setFaults({
			rules: [
				{ on: 'account', fault: { kind: 'status', status: 429 }, times: 2 },
				{ on: 'account', fault: { kind: 'status', status: 503 }, times: 1 },
			],
		});
		expect(await statuses(4)).toEqual([429, 429, 503, 200]);
	});

	it('lets some pass first', async () => {
		sandbox.setFaults({
			rules: [{ on: 'account', fault: { kind: 'status', status: 500 }, after: 1, times: 1 }],
		});
		expect(await statuses(3)).toEqual([200, 500, 200]);
	});

	it('matches by method and path', async () => {
		const on = { method: 'POST', path: '^/v1/jobs/' };
		sandbox.setFaults({ rules: [{ on, fault: { kind: 'status', status: 503 } }] });
		expect((await post(sandbox, '/v1/jobs/lucy-2.5', { data: clip })).status).toBe(503);
		expect((await get(sandbox, '/v1/jobs/job_1')).status).toBe(404);
	});

	it('draws the same lots for the same seed, and others for another', async () => {
		const draw = async (seed: number): Promise<number[]> => {
			const fault: Fault[] = [
				{ kind: 'status', status: 500 },
				{ kind: 'status', status: 503 },
			];
			sandbox.setFaults({ seed, rules: [{ on: 'account', probability: 0.5, fault }] });
			return await statuses(24);
		};
		const first = await draw(1);
		expect(new Set(first)).toEqual(new Set([200, 500, 503]));
		expect(await draw(1)).toEqual(first);
		expect(await draw(2)).not.toEqual(first);
	});

	it('decides the outcome of a job and applies to its submission as well', async () => {
		sandbox.setFaults({
			rules: [
				{ on: 'submit', fault: { kind: 'job', outcome: 'stall' } },
				{ on: 'submit', fault: { kind: 'status', status: 504, billed: true } },
			],
		});
		expect((await post(sandbox, '/v1/jobs/lucy-2.5', { data: clip })).status).toBe(504);
		expect(sandbox.jobs()).toMatchObject([{ outcome: 'stall' }]);
	});

	it.each<[string, unknown, RegExp]>([
		['no rules', {}, /A fault plan is/],
		[
			'an unknown route',
			{ rules: [{ on: 'generat', fault: { kind: 'drop' } }] },
			/rules\[0\]\.on must be/,
		],
		[
			'an unknown kind',
			{ rules: [{ on: 'poll', fault: { kind: 'rest' } }] },
			/rules\[0\]\.fault\.kind must be one of/,
		],
		[
			'a misspelled field',
			{ rules: [{ on: 'poll', time: 1, fault: { kind: 'endless' } }] },
			/no field "time"/,
		],
		[
			'a wrong value',
			{ rules: [{ on: 'poll', fault: { kind: 'reset', at: 'once' } }] },
			/fault\.at must be one of/,
		],
		['a missing field', { rules: [{ on: 'poll', fault: { kind: 'latency' } }] }, /fault\.ms is missing/],
		['a drop of a request', { rules: [{ on: 'poll', fault: { kind: 'drop' } }] }, /cannot apply/],
		[
			'an outcome where there is no job',
			{ rules: [{ on: 'poll', fault: { kind: 'job', outcome: 'fail' } }] },
			/cannot apply/,
		],
		['no fault', { rules: [{ on: 'poll', fault: [] }] }, /fault is empty/],
	])('with %s is refused', (_, plan, message) => {
		expect(() => parseFaultPlan(plan)).toThrow(message);
	});
});
