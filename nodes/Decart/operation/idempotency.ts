import { createHash, randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { IdempotencyRecords, type EntryRecord } from './idempotencyRecords';
import { IdempotencyEntry } from './idempotencyEntry';
import { createRequestIdentity, itemText } from './requestIdentity';
import { isAgentTool } from './toolMode';
import type { SharedFields } from './compactRecord';

/** What a run of the node has obtained so far, found by what defines each request. */
export interface IdempotencyStore {
	/**
	 * The entry of one request: from an earlier try, or an empty one.
	 *
	 * @param files what tells the item's files from others
	 * @param variation from 1
	 */
	entry(itemIndex: number, files?: readonly string[], variation?: number): IdempotencyEntry;
	count(): KeptCounts;
	/** A kept result had lost its file, and is made again. */
	countRemade(): void;
	/** The seed that the variations of an item count from: the one of the first try, else the given one. */
	firstSeed(itemIndex: number, files: readonly string[], given: number | undefined): number;
	/** Ends the try. Nothing is left in the execution's data unless another try may need it. */
	close(mayBeRetried: boolean): void;
}

/** What is kept of a run, in numbers. */
export interface KeptCounts {
	readonly results: number;
	/** Jobs without a result. */
	readonly jobs: number;
	/** Results that are made again in this try. */
	readonly remade: number;
}

/** What is kept of a run, as plain data: n8n saves it with the execution. */
interface RunRecord {
	readonly id: string;
	readonly entries: Record<string, EntryRecord>;
	readonly seeds: Record<string, number>;
	readonly shared: { readonly json: SharedFields; readonly file: SharedFields };
}

const CONTEXT_KEY = 'decart';

/**
 * Opens the store of this run of the node. It lies in the execution's own data, which n8n keeps between the
 * tries of "Retry On Fail", saves with a failed or canceled execution, and brings back under Retry, on another
 * worker and after a restart too. Each run of a node in a loop has a store of its own.
 */
export function openIdempotencyStore(functions: IExecuteFunctions): IdempotencyStore {
	const context = functions.getContext('node');
	const runs = (context[CONTEXT_KEY] ??= {}) as Record<string, RunRecord>;
	const runIndex = readRunKey(functions);
	const run = (runs[runIndex] ??= {
		id: randomUUID(),
		entries: {},
		seeds: {},
		shared: { json: {}, file: {} },
	});
	const executionId = functions.getExecutionId() as string | undefined;
	const records = new IdempotencyRecords(run.entries);
	const entryContext = { shared: run.shared, executionId };
	let remade = 0;
	const identify = createRequestIdentity(functions);
	return {
		entry: (itemIndex, files = [], variation = 1) =>
			new IdempotencyEntry(records, identify(itemIndex, files, variation), entryContext),
		countRemade() {
			remade += 1;
		},
		count: () => ({ results: records.results, jobs: records.jobs, remade }),
		firstSeed(itemIndex, files, given) {
			if (given === undefined) return drawSeed([run.id, itemIndex]);
			const key = identify(itemIndex, files);
			return (run.seeds[key] ??= given);
		},
		close(mayBeRetried) {
			if (mayBeRetried && records.size > 0) return;
			Reflect.deleteProperty(runs, runIndex);
			if (Object.keys(runs).length === 0) Reflect.deleteProperty(context, CONTEXT_KEY);
		},
	};
}

function drawSeed(parts: readonly unknown[]): number {
	return createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32BE(0);
}

/** Each try of an agent's call is a run of its own to n8n, so that a call is known by its arguments. */
function readRunKey(functions: IExecuteFunctions): string {
	if (isAgentTool(functions)) return `tool ${itemText(functions, 0)}`;
	const { $runIndex } = functions.getWorkflowDataProxy(0) as IDataObject;
	return String($runIndex ?? 0);
}
