import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Api } from '../transport/api';
import type { JobTimes } from '../types';
import type { IdempotencyStore } from './idempotency';
import type { ItemParameters } from './itemParameters';
import type { OutputFields } from './outputFields';

/** What the operations of one execution share. */
export interface NodeContext {
	readonly functions: IExecuteFunctions;
	readonly api: Api;
	readonly store: IdempotencyStore;
	readonly jobTimes: JobTimes;
}

/** One result, not yet paired to its item. */
export interface Result {
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData;
}

/**
 * Work that gives one result.
 *
 * @param onReceived lets the next task begin: Decart has done its part, and what is left for n8n cannot fail
 */
export type Task = (onReceived: () => void) => Promise<Result>;

/** An operation of the node: what it does with an item. */
export interface Operation {
	/** What its results hold, for the editor to offer before the first run. */
	readonly output: OutputFields;
	/**
	 * Checks an item as far as that goes without sending anything, and gives the work that is left: one task,
	 * or one for each variation.
	 *
	 * @throws DecartError for input that cannot be right
	 */
	prepare(context: NodeContext, item: ItemParameters): Promise<Task[]>;
}
