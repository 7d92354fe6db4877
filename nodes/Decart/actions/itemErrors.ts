import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';
import type { Outcome } from '../batch/pool';
import { forEachInSlices } from '../batch/yieldToEventLoop';
import type { KeptCounts } from '../operation/idempotency';
import type { WithInput } from '../operation/inputFields';
import type { Result } from '../operation/operation';
import { isAgentTool } from '../operation/toolMode';
import { asDecartError, type DecartError } from '../transport/errors';
import { routeToErrorOutput } from '../transport/n8nInternals';

/** How something ended that was done for an item, as far as it is reported. */
export interface Reported {
	readonly itemIndex: number;
	readonly outcome: Outcome<unknown>;
}

/** A failed item as plain data: never an error object, which could carry a request with its key. */
export function failedItem(
	functions: IExecuteFunctions,
	error: DecartError,
	itemIndex: number,
	withInput: WithInput,
): INodeExecutionData {
	const { message, code, httpStatus, jobId } = error;
	const description = advice(functions, error);
	const json = {
		error: message,
		code,
		...(httpStatus !== undefined && { httpStatus }),
		...(jobId !== undefined && { jobId }),
		description,
	};
	const item: INodeExecutionData = {
		json: withInput(json, itemIndex),
		pairedItem: { item: itemIndex },
	};
	if (functions.getNode().onError !== 'continueErrorOutput') return item;
	return routeToErrorOutput(item, asNodeError(functions, error, { message, description, itemIndex }));
}

/**
 * The error that stops the workflow: the first item's that failed, with its advice, and with what other items
 * have already got, since that is paid for.
 */
export async function nodeError(
	functions: IExecuteFunctions,
	itemIndex: number,
	outcomes: readonly Reported[],
	kept: KeptCounts,
): Promise<NodeApiError | NodeOperationError> {
	const found = outcomes.find(
		(entry) => entry.itemIndex === itemIndex && entry.outcome.status === 'failed',
	);
	const error = asDecartError(found?.outcome.status === 'failed' ? found.outcome.error : undefined);
	const description = [
		advice(functions, error),
		...describeKept(kept),
		...(await summarizeOthers(outcomes, found)),
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
		`${counts.join(' and ')} ${verb} kept with this execution: Retry on the Executions tab brings ${object} out without paying again.`,
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
async function summarizeOthers(
	outcomes: readonly Reported[],
	failed: Reported | undefined,
): Promise<string[]> {
	const jobs: ItemSummary[] = [];
	const others: ItemSummary[] = [];
	let more = 0;
	await forEachInSlices(outcomes, (entry) => {
		const summary = entry === failed ? undefined : summarizeOutcome(entry);
		if (!summary || summary.line === '') return;
		const [list, most] =
			summary.jobId === undefined ? [others, MOST_LISTED.others] : [jobs, MOST_LISTED.jobs];
		if (list.length < most) list.push(summary);
		else more += 1;
	});
	const lines = [...jobs, ...others].sort((a, b) => a.itemIndex - b.itemIndex).map(({ line }) => line);
	if (lines.length === 0) return [];
	return [`Other items of this run: ${lines.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`];
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
