import { randomUUID } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createPace } from '../batch/pace';
import { runAll, type Outcome } from '../batch/pool';
import type { NodeContext, Operation, Result, Task } from '../generation/operation';
import { purchasesOf, runIdOf } from '../generation/purchases';
import { readSettings } from '../generation/settings';
import { asDecartError } from '../transport/errors';
import { connect } from '../transport/connect';
import { failedItem, nodeError, summaryHints } from './report';

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
	const items = functions.getInputData();
	if (items.length === 0) return [];
	const goesOn = functions.continueOnFail();
	const concurrency = readConcurrency(functions);
	const connected = await connect(functions, createPace(concurrency)).then(
		(api) => ({ api }),
		(error: unknown) => ({ error }),
	);
	const runId = runIdOf(functions) ?? randomUUID();
	const purchases = purchasesOf(functions);
	const prepareItem = (itemIndex: number) => async (): Promise<Task[]> => {
		if ('error' in connected) throw asDecartError(connected.error);
		const context: NodeContext = { functions, api: connected.api, purchases, runId };
		return await operation.prepare(context, itemIndex);
	};
	const prepared = await runAll(
		items.map((_, itemIndex) => prepareItem(itemIndex)),
		{ concurrency, stopOnFailure: !goesOn },
	);
	assertNoFailure(functions, prepared.map(withIndex), goesOn);
	const tasks = prepared.flatMap((outcome, itemIndex) =>
		tasksOf(outcome).map((run) => ({ itemIndex, run })),
	);
	const outcomes = await runAll(
		tasks.map(({ run }) => run),
		{ concurrency, stopOnFailure: !goesOn },
	);
	const itemOutcomes = outcomes.map((outcome, index) => ({
		itemIndex: tasks[index]?.itemIndex ?? 0,
		outcome,
	}));
	assertNoFailure(functions, itemOutcomes, goesOn);
	if (outcomes.every(({ status }) => status === 'done')) purchases.forget();
	functions.addExecutionHints(...summaryHints(itemOutcomes));
	return itemOutcomes.flatMap((entry) => toItem(functions, entry));
}

/** An item that could not be prepared is one task that fails, so that it has its place among the others. */
function tasksOf(prepared: Outcome<Task[]>): Task[] {
	if (prepared.status === 'done') return prepared.value;
	return [
		async () =>
			await Promise.reject(prepared.status === 'failed' ? prepared.error : new Error('skipped')),
	];
}

function withIndex<T>(outcome: Outcome<T>, itemIndex: number): { itemIndex: number; outcome: Outcome<T> } {
	return { itemIndex, outcome };
}

function assertNoFailure(
	functions: IExecuteFunctions,
	outcomes: readonly { itemIndex: number; outcome: Outcome<unknown> }[],
	goesOn: boolean,
): void {
	if (goesOn) return;
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

/** The first item decides for the run; an impossible value is that item's own error, told when it is prepared. */
function readConcurrency(functions: IExecuteFunctions): number {
	try {
		return readSettings(functions, 0, '').concurrency;
	} catch {
		return 1;
	}
}
