import type { IDataObject } from 'n8n-workflow';

/**
 * JSON whose `error` is called `reason`. n8n takes an item with an `error` for a failed one, even where it is null:
 * Retry On Fail would run the node again.
 */
export function renameErrorField({ error, ...rest }: IDataObject): IDataObject {
	return error === undefined || error === null ? rest : { reason: error, ...rest };
}
