import type { INodeProperties } from 'n8n-workflow';
import { parameters } from '../../nodes/Decart/actions/description';
import { listParametersFor, type OperationChoice } from '../../nodes/Decart/actions/listParametersFor';
import { operationTitle } from './operations';
import { table } from './markdown';

const EDIT_IMAGE = { resource: 'image', operation: 'edit' };
const EDIT_VIDEO = { resource: 'video', operation: 'edit' };
const RESTYLE = { resource: 'video', operation: 'restyle' };
const TRY_ON = { resource: 'video', operation: 'tryOn' };
const WAIT = { resource: 'job', operation: 'wait' };

/** What differs from call to call, and costs the same whatever a model fills in. */
const AGENT_FIELDS: readonly (readonly [name: string, operations: readonly OperationChoice[]])[] = [
	['prompt', [EDIT_IMAGE, EDIT_VIDEO, RESTYLE, TRY_ON]],
	['dataUrl', [EDIT_IMAGE, EDIT_VIDEO]],
	['seed', [EDIT_IMAGE]],
	['jobId', [WAIT]],
];

/** What decides how much is charged. */
const PERSON_FIELDS = ['model', 'resolution', 'variations', 'maxCostUsd'];

/** The fields to leave to an AI agent, with the words that say to it what to fill in. */
export function agentFieldsTable(): string {
	const rows = AGENT_FIELDS.flatMap(([name, operations]) =>
		operations.map((choice) => {
			const { displayName, description = '' } = findParameter(name, choice);
			return [`**${displayName}**`, operationTitle(choice), description];
		}),
	);
	return table(['Field', 'Operation', 'Description for the model'], rows);
}

/** The fields to keep from an AI agent. */
export function personFieldsTable(): string {
	const rows = PERSON_FIELDS.map((name) => {
		const { displayName, description = '' } = findParameter(name, EDIT_IMAGE);
		return [`**${displayName}**`, description];
	});
	return table(['Field', 'What hangs on it'], rows);
}

/**
 * A parameter, or an option, as the editor shows it in an operation.
 *
 * @throws when the operation has none of that name
 */
export function findParameter(name: string, choice: OperationChoice): INodeProperties {
	const shown = listParametersFor(parameters, choice);
	const options = shown.flatMap(({ type, options: entries = [] }) =>
		type === 'collection' ? (entries as INodeProperties[]) : [],
	);
	const found = [...shown, ...options].find((parameter) => parameter.name === name);
	if (!found) throw new Error(`${choice.resource}.${choice.operation} has no parameter ${name}`);
	return found;
}
