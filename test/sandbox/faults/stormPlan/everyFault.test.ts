import { describe, expect, it } from 'vitest';
import { faultsFor, JOB_FAULTS, storm } from '../../../../sandbox/faults/stormPlan';
import { isBilled } from '../../../../sandbox/faults/faultPlan';
import { parseFaultPlan } from '../../../../sandbox/faults/parseFaultPlan';
import { sandboxForFile, submitClip } from '../../support';
import { faultRequests } from '../support';

const sandbox = await sandboxForFile();
const { editUnder } = faultRequests(sandbox);

describe('Every fault', () => {
	it('of a storm is understood', () => {
		expect(parseFaultPlan(storm({ probability: 0.15, seed: 1 })).rules.length).toBeGreaterThan(8);
	});

	it.each(faultsFor('generate', 20).map((fault) => [JSON.stringify(fault), fault] as const))(
		'bills a generation when it says so: %s',
		async (_, fault) => {
			// A request goes on once its stall is over, and is billed then.
			const billed = isBilled(fault) || fault.kind === 'stall';
			await editUnder(fault, { afterBytes: 2_000_000, afterMs: 5000 });
			expect(sandbox.ledger().length).toBe(billed ? 1 : 0);
			expect(sandbox.requests()[0]?.billed).toBe(sandbox.ledger()[0]?.id);
		},
	);

	it.each(JOB_FAULTS.map((fault) => [JSON.stringify(fault), fault] as const))(
		'of a job leaves it billed: %s',
		async (_, fault) => {
			sandbox.setFaults({ rules: [{ on: 'submit', fault }] });
			const id = await submitClip(sandbox);
			expect(sandbox.ledger()).toMatchObject([{ jobId: id }]);
		},
	);
});
