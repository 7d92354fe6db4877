import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../../operation/itemParameters';
import { fieldProblem, invalidInput } from '../../operation/invalidInput';
import type { JobId } from '../../types';

export const JOB_ID_PARAMETER: INodeProperties = {
	displayName: 'Job ID',
	name: 'jobId',
	type: 'string',
	required: true,
	default: '={{ $json.jobId }}',
	description:
		'The job ID from an earlier answer, as a video operation gives it when it does not wait for the result',
};

/** @throws DecartError `INVALID_INPUT` when it is missing */
export function readJobId(item: ItemParameters, operation: string): JobId {
	return readId(item.get('jobId'), operation, { name: 'jobId', label: 'Job ID' });
}

/** What an expression that finds nothing gives, and what a path would take for a step. */
const NO_IDS = /^(|undefined|null|\[object Object\]|\.{1,2})$/;

/**
 * Reads an id that becomes part of a path.
 *
 * @throws DecartError `INVALID_INPUT` when it is missing or no text
 */
export function readId(
	value: unknown,
	operation: string,
	field: { readonly name: string; readonly label: string },
): string {
	const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (!NO_IDS.test(id)) return id;
	const nextStep = `Fill in "${field.label}", or check the expression that gives it.`;
	throw invalidInput(operation, [fieldProblem(field, 'is required')], nextStep);
}
