// What the editor shows, and nothing else: the build puts it into dist/ as data, so that n8n loads no code for it.
import type { INodeProperties } from 'n8n-workflow';
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
