import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readLeniently } from './settings';
import { renameErrorField } from './renameErrorField';

/** Where n8n's combined binary mode holds the files of an item. */
const COMBINED_FILES = '_files';

/** JSON with that of its input item beside it, or as it is. */
export type WithInput = (json: IDataObject, itemIndex: number) => IDataObject;

/**
 * Adds the JSON of an item's input to that of its result or error, where the item asks for that. A field that both
 * have is the node's own; files are no fields.
 */
export function createInputFields(functions: IExecuteFunctions): WithInput {
	const isWanted = createReader(functions);
	return (json, itemIndex) => {
		if (!isWanted(itemIndex)) return json;
		const fields = Object.entries(functions.getInputData()[itemIndex]?.json ?? {});
		const plain = Object.fromEntries(fields.filter(([name]) => name !== COMBINED_FILES)) as IDataObject;
		return { ...renameErrorField(plain), ...json };
	};
}

/** What holds no expression is the same for thousands of items. */
function createReader(functions: IExecuteFunctions): (itemIndex: number) => boolean {
	const { options } = functions.getNode().parameters as { options?: { includeInputFields?: unknown } };
	const written = options?.includeInputFields ?? false;
	if (typeof written === 'boolean') return () => written;
	return (itemIndex) => readLeniently(functions, 'includeInputFields', itemIndex) === true;
}
