import { randomUUID } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createLimiter } from '../batch/limiter';
import { runPool, type Outcome, type PoolOptions } from '../batch/pool';
import type { NodeContext, Operation, Result, Task } from '../operation/operation';
import { openIdempotencyStore, readRunId, type IdempotencyStore } from '../operation/idempotency';
import { readConcurrency } from '../operation/settings';
import { throwIfCancelled } from '../transport/cancellation';
import { asDecartError } from '../transport/errors';
import { connect } from '../transport/connect';
import type { Api } from '../transport/request';
import { failedItem, nodeError, summaryHints } from './itemErrors';

/** One task's outcome, and the item it belongs to. */
export interface ItemOutcome {
	readonly itemIndex: number;
	readonly outcome: Outcome<Result>;
}

/**
 * Runs an operation on all items: checks every item first, so that a run which cannot succeed costs nothing,
 * then works on them side by side.
 *
 * @returns one item for each result, in the order of the input; under "continue on error" one for each
 * failure too
 * @throws NodeApiError or NodeOperationError that names the first item that failed
 */
export async function executeOperation(
	functions: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	if (functions.getInputData().length === 0) return [];
	const purchases = openIdempotencyStore(functions);
	let outcomes: ItemOutcome[] = [];
	try {
		outcomes = await runItems(functions, operation, purchases);
	} finally {
		purchases.close(outcomes.length > 0 && outcomes.every(({ outcome }) => outcome.status === 'done'));
	}
	functions.addExecutionHints(...summaryHints(outcomes));
	return outcomes.flatMap((entry) => toItem(functions, entry));
}

async function runItems(
	functions: IExecuteFunctions,
	operation: Operation,
	purchases: IdempotencyStore,
): Promise<ItemOutcome[]> {
	const concurrency = readConcurrency(functions);
	const options: PoolOptions = { concurrency, stopOnFailure: !functions.continueOnFail() };
	const connected = await connect(functions, createLimiter(concurrency)).then(
		(api) => ({ api }),
		(error: unknown) => ({ error }),
	);
	const runId = readRunId(functions) ?? randomUUID();
	const prepare = (itemIndex: number) => async (): Promise<Task[]> => {
		if ('error' in connected) throw asDecartError(connected.error);
		const context: NodeContext = { functions, api: connected.api, purchases, runId };
		return await operation.prepare(context, itemIndex);
	};
	const runAllOf = async <T>(tasks: readonly { itemIndex: number; run: () => Promise<T> }[]) => {
		const runs = tasks.map(({ run }) => unlessCancelled(functions, run));
		const outcomes = (await runPool(runs, options)).map((outcome, index) => ({
			itemIndex: tasks[index]?.itemIndex ?? 0,
			outcome: 'api' in connected ? withoutKey(connected.api, outcome) : outcome,
		}));
		if (options.stopOnFailure) assertNoFailure(functions, outcomes);
		return outcomes;
	};
	const prepared = await runAllOf(
		functions.getInputData().map((_, itemIndex) => ({ itemIndex, run: prepare(itemIndex) })),
	);
	return await runAllOf(
		prepared.flatMap(({ itemIndex, outcome }) => tasksOf(outcome).map((run) => ({ itemIndex, run }))),
	);
}

/** An item that could not be prepared is one task that fails, so that it has its place among the others. */
function tasksOf(prepared: Outcome<Task[]>): Task[] {
	if (prepared.status === 'done') return prepared.value;
	return [
		async () =>
			await Promise.reject(prepared.status === 'failed' ? prepared.error : new Error('Not prepared')),
	];
}

/** After Cancel nothing more starts, not even the opening of a file. */
function unlessCancelled<T>(functions: IExecuteFunctions, run: () => Promise<T>): () => Promise<T> {
	return async () => {
		throwIfCancelled(functions.getExecutionCancelSignal());
		return await run();
	};
}

/** The last gate: whatever an error was made of, the key does not leave the node with it. */
function withoutKey<T>({ redactor }: Api, outcome: Outcome<T>): Outcome<T> {
	if (outcome.status !== 'failed') return outcome;
	return { status: 'failed', error: asDecartError(outcome.error).map((text) => redactor.text(text)) };
}

function assertNoFailure(
	functions: IExecuteFunctions,
	outcomes: readonly { itemIndex: number; outcome: Outcome<unknown> }[],
): void {
	const failed = outcomes.find(({ outcome }) => outcome.status === 'failed');
	if (failed) throw nodeError(functions, failed.itemIndex, outcomes);
}

function toItem(functions: IExecuteFunctions, { itemIndex, outcome }: ItemOutcome): INodeExecutionData[] {
	switch (outcome.status) {
		case 'done':
			return [{ ...outcome.value, pairedItem: { item: itemIndex } }];
		case 'failed':
			return [failedItem(functions, asDecartError(outcome.error), itemIndex)];
		case 'skipped':
			return [];
	}
}
