import type { NodeExecutionHint } from 'n8n-workflow';
import { forEachInSlices } from '../batch/yieldToEventLoop';
import { createCostSummary } from '../generation/costHint';
import { outcomeFromStatus } from '../jobs/jobStatus';
import type { KeptCounts } from '../operation/idempotency';
import type { Result } from '../operation/operation';
import { asDecartError } from '../transport/errors';
import type { Reported } from './itemErrors';

/** Notes in n8n's panel: what failed and why, which jobs are to be fetched, what was made again, and the cost. */
export async function summaryHints(
	outcomes: readonly Reported[],
	{ remade }: KeptCounts,
): Promise<NodeExecutionHint[]> {
	const costs = createCostSummary();
	const codes = new Map<string, number>();
	let pending = 0;
	await forEachInSlices(outcomes, ({ outcome }) => {
		if (outcome.status === 'failed') {
			const { code } = asDecartError(outcome.error);
			codes.set(code, (codes.get(code) ?? 0) + 1);
		} else if (outcome.status === 'done') {
			const json = readJson(outcome.value);
			costs.add(json);
			if (isPendingJob(json)) pending += 1;
		}
	});
	return [
		...failureHint(codes, outcomes.length),
		...pendingJobsHint(pending),
		...remadeHint(remade),
		...costs.hints(),
	];
}

function remadeHint(remade: number): NodeExecutionHint[] {
	if (remade === 0) return [];
	const results = remade === 1 ? '1 result was' : `${remade} results were`;
	return [
		{
			message: `${results} made and paid for again: an earlier try had finished them, but n8n has removed their files since.`,
			location: 'outputPane',
			type: 'warning',
		},
	];
}

function failureHint(codes: ReadonlyMap<string, number>, total: number): NodeExecutionHint[] {
	if (codes.size === 0) return [];
	const failed = [...codes.values()].reduce((sum, count) => sum + count, 0);
	const counts = [...codes].map(([code, count]) => `${count} ${code}`);
	return [
		{
			message: `${failed} of ${total} results failed: ${counts.join(', ')}. Each failed item says what to do next.`,
			location: 'outputPane',
			type: 'warning',
		},
	];
}

function isPendingJob({ jobId, status }: Result['json']): boolean {
	return jobId !== undefined && outcomeFromStatus(String(status)) === 'underWay';
}

function pendingJobsHint(pending: number): NodeExecutionHint[] {
	if (pending === 0) return [];
	const [jobs, ids] = pending === 1 ? ['1 job is', 'its ID'] : [`${pending} jobs are`, 'their IDs'];
	return [
		{
			message: `${jobs} still under way at Decart. Fetch what comes of it with Job → Wait and ${ids}; submitting the same again would be paid twice.`,
			location: 'outputPane',
			type: 'info',
		},
	];
}

function readJson(value: unknown): Result['json'] {
	return (value as Partial<Result> | undefined)?.json ?? {};
}
