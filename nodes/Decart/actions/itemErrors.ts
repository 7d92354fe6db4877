import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
	type NodeExecutionHint,
} from 'n8n-workflow';
import type { Outcome } from '../batch/pool';
import { mapInSlices } from '../batch/yieldToEventLoop';
import { costHint } from '../generation/costHint';
import { outcomeFromStatus } from '../jobs/jobStatus';
import type { KeptCounts } from '../operation/idempotency';
import type { Result } from '../operation/operation';
import { isAgentTool } from '../operation/toolMode';
import { asDecartError, type DecartError } from '../transport/errors';
import { routeToErrorOutput } from '../transport/n8nInternals';

interface Reported {
	readonly itemIndex: number;
	readonly outcome: Outcome<unknown>;
}

/** A failed item as plain data: never an error object, which could carry a request with its key. */
export function failedItem(
	functions: IExecuteFunctions,
	error: DecartError,
	itemIndex: number,
): INodeExecutionData {
	const { message, code, httpStatus, jobId } = error;
	const description = advice(functions, error);
	const item: INodeExecutionData = {
		json: {
			error: message,
			code,
			...(httpStatus !== undefined && { httpStatus }),
			...(jobId !== undefined && { jobId }),
			description,
		},
		pairedItem: { item: itemIndex },
	};
	if (functions.getNode().onError !== 'continueErrorOutput') return item;
	return routeToErrorOutput(item, asNodeError(functions, error, { message, description, itemIndex }));
}

/**
 * The error that stops the workflow: the first item's that failed, with its advice, and with what other items
 * have already got, since that is paid for.
 */
export function nodeError(
	functions: IExecuteFunctions,
	itemIndex: number,
	outcomes: readonly Reported[],
	kept: KeptCounts,
): NodeApiError | NodeOperationError {
	const found = outcomes.find(
		(entry) => entry.itemIndex === itemIndex && entry.outcome.status === 'failed',
	);
	const error = asDecartError(found?.outcome.status === 'failed' ? found.outcome.error : undefined);
	const description = [
		advice(functions, error),
		...describeKept(kept),
		...summarizeOthers(outcomes, found),
	].join(' ');
	const message = `${error.message} [item ${itemIndex}]`;
	const shown = asNodeError(functions, error, { message, description, itemIndex });
	// n8n puts stock phrases in place of messages that hold a system error's name; ours say more.
	shown.message = message;
	shown.description = description;
	Object.assign(shown.context, {
		code: error.code,
		...(error.jobId !== undefined && { jobId: error.jobId }),
	});
	return shown;
}

/** What to do next, for whoever reads it. */
function advice(functions: IExecuteFunctions, { description, adviceForAgent }: DecartError): string {
	return isAgentTool(functions) ? (adviceForAgent ?? description) : description;
}

/** What Retry brings out without paying again. */
function describeKept({ results, jobs }: KeptCounts): string[] {
	const counts = [
		...(results > 0 ? [`${results} finished ${results === 1 ? 'result' : 'results'}`] : []),
		...(jobs > 0 ? [`${jobs} submitted ${jobs === 1 ? 'job' : 'jobs'}`] : []),
	];
	if (counts.length === 0) return [];
	const [verb, object] = results + jobs === 1 ? ['is', 'it'] : ['are', 'them'];
	return [
		`${counts.join(' and ')} ${verb} kept with this execution: Retry in the list of executions brings ${object} out without paying again.`,
	];
}

function asNodeError(
	functions: IExecuteFunctions,
	{ code, httpStatus }: DecartError,
	texts: { message: string; description: string; itemIndex: number },
): NodeApiError | NodeOperationError {
	if (httpStatus === undefined) {
		return new NodeOperationError(functions.getNode(), texts.message, {
			description: texts.description,
			itemIndex: texts.itemIndex,
		});
	}
	// From plain data: n8n would show the original instead of a wrapped error, with its request.
	const data: JsonObject = { message: texts.message, code };
	return new NodeApiError(functions.getNode(), data, { ...texts, httpCode: String(httpStatus) });
}

/** Job ids are worth money: they are listed even where there are too many lines to read. */
const MOST_LISTED = { jobs: 2000, others: 50 };

/** Summarizes the other items, whose results and jobs are paid for. */
function summarizeOthers(outcomes: readonly Reported[], failed: Reported | undefined): string[] {
	const others = outcomes.filter((entry) => entry !== failed).map(summarizeOutcome);
	const jobs = others.filter(({ jobId }) => jobId !== undefined);
	const rest = others.filter(({ jobId, line }) => jobId === undefined && line !== '');
	const lines = [...jobs.slice(0, MOST_LISTED.jobs), ...rest.slice(0, MOST_LISTED.others)];
	const more = jobs.length + rest.length - lines.length;
	if (lines.length === 0) return [];
	const listed = lines.sort((a, b) => a.itemIndex - b.itemIndex).map(({ line }) => line);
	return [`Other items of this run: ${listed.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`];
}

interface ItemSummary {
	readonly itemIndex: number;
	readonly jobId: string | undefined;
	/** Empty where nothing was obtained. */
	readonly line: string;
}

function summarizeOutcome({ itemIndex, outcome }: Reported): ItemSummary {
	switch (outcome.status) {
		case 'done': {
			const { fileName, jobId } = (outcome.value as Partial<Result>).json ?? {};
			return summarizeItem(itemIndex, 'is done', [fileName], jobId);
		}
		case 'failed': {
			const { code, jobId } = asDecartError(outcome.error);
			return summarizeItem(itemIndex, 'failed', [code], jobId);
		}
		case 'skipped':
			return { itemIndex, jobId: undefined, line: '' };
	}
}

function summarizeItem(itemIndex: number, end: string, facts: readonly unknown[], id: unknown): ItemSummary {
	const jobId = typeof id === 'string' ? id : undefined;
	const known = [...facts, jobId && `job ${jobId}`].filter(Boolean);
	return {
		itemIndex,
		jobId,
		line: known.length > 0 ? `item ${itemIndex} ${end} (${known.join(', ')})` : '',
	};
}

/** Notes in n8n's panel: what failed and why, which jobs are to be fetched, what was made again, and the cost. */
export async function summaryHints(
	outcomes: readonly Reported[],
	{ remade }: KeptCounts,
): Promise<NodeExecutionHint[]> {
	const results: Result['json'][] = [];
	const codes = new Map<string, number>();
	let pending = 0;
	await mapInSlices(outcomes, ({ outcome }) => {
		if (outcome.status === 'failed') {
			const { code } = asDecartError(outcome.error);
			codes.set(code, (codes.get(code) ?? 0) + 1);
		} else if (outcome.status === 'done') {
			const json = readJson(outcome.value);
			results.push(json);
			if (isPendingJob(json)) pending += 1;
		}
	});
	return [
		...failureHint(codes, outcomes.length),
		...pendingJobsHint(pending),
		...remadeHint(remade),
		...costHint(results),
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
