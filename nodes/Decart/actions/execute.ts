import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createLimiter } from '../transport/limiter';
import { runPool, type Outcome, type PoolOptions, type PoolTask } from '../batch/pool';
import { forEachInSlices, mapInSlices } from '../batch/yieldToEventLoop';
import { createJobTimes } from '../jobs/pollingSchedule';
import type { NodeContext, Result, Task } from '../operation/operation';
import { createInputFields, type WithInput } from '../operation/inputFields';
import { openIdempotencyStore, type IdempotencyStore } from '../operation/idempotency';
import { createParameterReader } from '../operation/itemParameters';
import { readConcurrency } from '../operation/settings';
import { answersFailures, isAgentTool } from '../operation/toolMode';
import { throwIfCanceled } from '../transport/cancellation';
import { asDecartError } from '../transport/errors';
import { createApi } from '../transport/createApi';
import { redactClientTokens } from '../transport/redaction';
import { failedItem, nodeError } from './itemErrors';
import type { ChosenOperation } from './operations';
import { summaryHints } from './summaryHints';
import { isUnknownCost, nameUnknownCosts } from './nameUnknownCosts';

/** How something ended that was done for an item. */
export interface ItemOutcome<T = Result> {
	readonly itemIndex: number;
	readonly outcome: Outcome<T>;
}

/** Something to be done for an item. */
interface ItemWork<T> {
	readonly itemIndex: number;
	readonly run: PoolTask<T>;
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
	operation: ChosenOperation,
): Promise<INodeExecutionData[]> {
	if (functions.getInputData().length === 0) return [];
	const store = openIdempotencyStore(functions);
	let outcomes: ItemOutcome[] = [];
	try {
		outcomes = await runItems(functions, operation, store);
	} finally {
		store.close(mayBeRetried(functions, outcomes));
	}
	functions.addExecutionHints(...(await summaryHints(outcomes, store.count())));
	const withInput = createInputFields(functions);
	const items: INodeExecutionData[] = [];
	await forEachInSlices(outcomes, (entry) => items.push(...toItem(functions, entry, withInput)));
	return items;
}

/** A run that threw can be retried by a person; one that goes on with failed items, by n8n or an agent only. */
function mayBeRetried(functions: IExecuteFunctions, outcomes: readonly ItemOutcome[]): boolean {
	if (outcomes.length === 0) return true;
	const isRepeated = functions.getNode().retryOnFail === true || isAgentTool(functions);
	return isRepeated && outcomes.some(({ outcome }) => outcome.status !== 'done');
}

async function runItems(
	functions: IExecuteFunctions,
	operation: ChosenOperation,
	store: IdempotencyStore,
): Promise<ItemOutcome[]> {
	const concurrency = readConcurrency(functions);
	const stop = new AbortController();
	const stopOnFailure = !continuesOnError(functions);
	const options: PoolOptions = { concurrency, stopOnFailure, onStop: () => stop.abort() };
	let context: NodeContext;
	try {
		const api = await createApi(functions, createLimiter(concurrency));
		context = { functions, api: { ...api, stopped: stop.signal }, store, jobTimes: createJobTimes() };
	} catch (error) {
		return await failItems(functions, error, options, store);
	}
	const prepared = await prepareItems(context, operation, options);
	return await runTasks(context, prepared, options);
}

/** Checks every item and gives the tasks of each, or what is wrong with it. */
async function prepareItems(
	context: NodeContext,
	operation: ChosenOperation,
	options: PoolOptions,
): Promise<ItemOutcome<Task[]>[]> {
	const parametersFor = createParameterReader(context.functions, operation.parameters);
	function* work(): Generator<ItemWork<Task[]>> {
		for (const itemIndex of context.functions.getInputData().keys()) {
			const run = async () => await operation.prepare(context, parametersFor(itemIndex));
			yield { itemIndex, run };
		}
	}
	return await runWork(context, work(), { ...options, isTolerated: isUnknownCost });
}

/** Runs the tasks of all items. An item that could not be prepared keeps its place among them. */
async function runTasks(
	context: NodeContext,
	prepared: readonly ItemOutcome<Task[]>[],
	options: PoolOptions,
): Promise<ItemOutcome[]> {
	function* work(): Generator<ItemWork<Result>> {
		for (const { itemIndex, outcome } of prepared) {
			const error = outcome.status === 'failed' ? outcome.error : new Error('Not prepared');
			const fail = async () => await Promise.reject(asDecartError(error));
			const tasks = outcome.status === 'done' ? outcome.value : [fail];
			for (const run of tasks) yield { itemIndex, run };
		}
	}
	return await runWork(context, work(), options);
}

/** @throws the node's error for the first failure, where the first failure ends the run */
async function runWork<T>(
	{ functions, api, store }: NodeContext,
	work: Iterable<ItemWork<T>>,
	options: PoolOptions,
): Promise<ItemOutcome<T>[]> {
	const itemIndexes: number[] = [];
	function* runs() {
		for (const { itemIndex, run } of work) {
			itemIndexes.push(itemIndex);
			yield async (release: () => void) => {
				// After Cancel nothing more starts, not even the opening of a file.
				throwIfCanceled(api.signal);
				return await run(release);
			};
		}
	}
	// The last gate: whatever an error was made of, the key does not leave the node with it.
	const redacted = (outcome: Outcome<T>): Outcome<T> => {
		if (outcome.status !== 'failed') return outcome;
		return {
			status: 'failed',
			error: asDecartError(outcome.error).map((text) => redactClientTokens(api.redactor.text(text))),
		};
	};
	const outcomes = await mapInSlices(await runPool(runs(), options), (outcome, index) => ({
		itemIndex: itemIndexes[index] ?? 0,
		outcome: redacted(outcome),
	}));
	if (options.stopOnFailure) await assertNoFailure(functions, await nameUnknownCosts(outcomes), store);
	return outcomes;
}

/** Without a usable credential every item fails in the same way. */
async function failItems(
	functions: IExecuteFunctions,
	error: unknown,
	{ stopOnFailure }: PoolOptions,
	store: IdempotencyStore,
): Promise<ItemOutcome[]> {
	const outcomes = await mapInSlices(functions.getInputData().keys(), (itemIndex): ItemOutcome => ({
		itemIndex,
		outcome: stopOnFailure && itemIndex > 0 ? { status: 'skipped' } : { status: 'failed', error },
	}));
	if (stopOnFailure) await assertNoFailure(functions, outcomes, store);
	return outcomes;
}

/** As the person chose, or because an agent reads about failures. */
function continuesOnError(functions: IExecuteFunctions): boolean {
	return functions.continueOnFail() || answersFailures(functions);
}

async function assertNoFailure(
	functions: IExecuteFunctions,
	outcomes: readonly ItemOutcome<unknown>[],
	store: IdempotencyStore,
): Promise<void> {
	const failed = outcomes.find(({ outcome }) => outcome.status === 'failed');
	if (failed) throw await nodeError(functions, failed.itemIndex, outcomes, store.count());
}

function toItem(
	functions: IExecuteFunctions,
	{ itemIndex, outcome }: ItemOutcome,
	withInput: WithInput,
): INodeExecutionData[] {
	switch (outcome.status) {
		case 'done': {
			const json = withInput(outcome.value.json, itemIndex);
			return [{ ...outcome.value, json, pairedItem: { item: itemIndex } }];
		}
		case 'failed':
			return [failedItem(functions, asDecartError(outcome.error), itemIndex, withInput)];
		case 'skipped':
			return [];
	}
}
