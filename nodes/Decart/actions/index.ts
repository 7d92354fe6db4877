import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readParameter } from '../operation/itemParameters';
import type { Operation } from '../operation/operation';
import { DecartError } from '../transport/errors';
import { account } from './account';
import { file } from './file';
import { image } from './image';
import { job } from './job';
import { model } from './model';
import { RESOURCE_ORDER, type Resource } from './resource';
import { shareOptions } from './sharedOptions';
import { video } from './video';

const BY_NAME = { image, video, job, file, model, account };
const RESOURCES: readonly Resource[] = RESOURCE_ORDER.map((name) => BY_NAME[name]);

/** Everything that the editor shows: the resource, its operation, and that operation's parameters. */
export const parameters: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: RESOURCES.map(({ option }) => option),
		default: 'image',
	},
	...shareOptions(RESOURCES.flatMap((entry) => entry.parameters)),
];

const ACTIONS = Object.fromEntries(
	RESOURCES.flatMap(({ option, actions }) =>
		Object.entries(actions).map(([operation, action]) => [`${option.value}.${operation}`, action]),
	),
);

/** What stands below the node's name on the canvas: `Edit an image`. */
export const subtitle = `={{ (${JSON.stringify(ACTIONS)})[$parameter["resource"] + "." + $parameter["operation"]] }}`;

/**
 * The operation that the node is set to. One that does not exist, as after a downgrade, fails for every item: an
 * error of the node itself would make n8n hand on the inputs as results where it goes on after errors.
 */
export function chosenOperation(functions: IExecuteFunctions): Operation {
	const resourceName = readParameter(functions, 'resource', 0) as string;
	const operationName = readParameter(functions, 'operation', 0) as string;
	const operations = RESOURCES.find(({ option }) => option.value === resourceName)?.operations ?? {};
	const operation = Object.hasOwn(operations, operationName) ? operations[operationName] : undefined;
	return operation ?? unknownOperation(`${resourceName}.${operationName}`);
}

function unknownOperation(name: string): Operation {
	return {
		parameters: [],
		output: {},
		async prepare() {
			return await Promise.reject(
				new DecartError('INVALID_INPUT', `This version of the Decart node has no operation ${name}`, {
					description: 'Update the package n8n-nodes-decart, or choose another operation.',
				}),
			);
		},
	};
}
