import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from './itemParameters';
import type { OptionGroup } from './optionKinds';
import { optionParameters, optionsCollection } from './optionParameters';
import type { NodeContext, Operation, Task } from './operation';
import type { OutputFields } from './outputFields';
import { readSettings, type Settings } from './settings';
import { renameErrorField } from './renameErrorField';

/** An operation that gives one result for each item. */
export interface SingleOperation {
	/** What it is called in errors: `Invalid inputs for job.get: …`. */
	readonly name: string;
	readonly parameters: readonly INodeProperties[];
	/** What its results hold. */
	readonly output: OutputFields;
	/** Groups of options besides those of every request. */
	readonly options?: readonly OptionGroup[];
	/** Checks the item and gives what is left to do; throws `DecartError`. */
	prepare(context: NodeContext, item: ItemParameters, settings: Settings): Promise<Task> | Task;
}

/** Makes an operation of it, with the options that every request has. */
export function createSingleOperation({
	name,
	parameters,
	output,
	options = [],
	prepare,
}: SingleOperation): Operation & { readonly parameters: INodeProperties[] } {
	return {
		parameters: [...parameters, optionsCollection(optionParameters('request', ...options))],
		output,
		async prepare(context, item) {
			return [await prepare(context, item, readSettings(item, name))];
		},
	};
}

/** An API's answer as an item's JSON, whatever its shape. */
export function asJson(answer: unknown): IDataObject {
	const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
	return isObject ? renameErrorField(answer as IDataObject) : { answer: answer as IDataObject };
}
