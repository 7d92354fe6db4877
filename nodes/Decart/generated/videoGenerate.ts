// Written by `npm run generate` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field, GeneratedOperation, Model, OperationModels } from '../types';

const lucyProT2vFields: readonly Field[] = [
	{
		name: 'prompt',
		parameter: 'prompt',
		label: 'Prompt',
		required: true,
		kind: 'text',
		emptyAllowed: false,
		minLength: 1,
	},
	{
		name: 'seed',
		parameter: 'seed',
		label: 'Seed',
		required: false,
		kind: 'number',
		integer: true,
		minimum: 0,
		maximum: 4294967295,
	},
	{
		name: 'resolution',
		parameter: 'resolution',
		label: 'Resolution',
		required: false,
		kind: 'choice',
		values: ['720p', '480p'],
	},
	{
		name: 'orientation',
		parameter: 'orientation',
		label: 'Orientation',
		required: false,
		kind: 'choice',
		values: ['landscape', 'portrait'],
	},
];

const customFields: readonly Field[] = [
	{
		name: 'prompt',
		parameter: 'prompt',
		label: 'Prompt',
		required: false,
		kind: 'text',
		emptyAllowed: false,
	},
	{
		name: 'seed',
		parameter: 'seed',
		label: 'Seed',
		required: false,
		kind: 'number',
		integer: true,
		minimum: 0,
		maximum: 4294967295,
	},
	{
		name: 'resolution',
		parameter: 'resolution',
		label: 'Resolution',
		required: false,
		kind: 'choice',
		values: ['720p', '480p'],
	},
	{
		name: 'orientation',
		parameter: 'orientation',
		label: 'Orientation',
		required: false,
		kind: 'choice',
		values: ['landscape', 'portrait'],
	},
];

const models: readonly Model[] = [
	{
		id: 'lucy-pro-t2v',
		label: 'Lucy Pro T2V (Retired)',
		status: 'retired',
		resource: 'video',
		operation: 'generate',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-pro-t2v' }],
		fields: lucyProT2vFields,
	},
];

const custom: Model = {
	id: 'custom',
	label: 'Custom Model',
	status: 'current',
	resource: 'video',
	operation: 'generate',
	output: 'video',
	paths: [{ surface: 'queue', path: '/v1/jobs/{model}' }],
	fields: customFields,
};

const retiredModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Pro T2V (Retired)',
		value: 'lucy-pro-t2v',
		description:
			'No longer served by Decart, and kept for older workflows and for hosts that still serve it',
	},
];

const customModels: readonly INodePropertyOptions[] = [
	{ name: 'Custom Model', value: 'custom', description: 'A model that is not in this list, by its ID' },
];

const model: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'options',
	noDataExpression: true,
	default: 'lucy-pro-t2v',
	description: 'The model that does the work. It decides the price.',
	options: [...retiredModels, ...customModels],
};

const fields: readonly INodeProperties[] = [
	{
		displayName: 'Prompt',
		name: 'prompt',
		required: true,
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'What the video should show, in plain words',
		placeholder: 'e.g. A paper boat drifting down a rainy street',
		displayOptions: { show: { model: ['lucy-pro-t2v'] } },
	},
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'What the video should show, in plain words',
		placeholder: 'e.g. A paper boat drifting down a rainy street',
		displayOptions: { show: { model: ['custom'] } },
	},
];

const options: readonly INodeProperties[] = [
	{
		displayName: 'Seed',
		name: 'seed',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 4294967295, numberPrecision: 0 },
		default: 0,
		description:
			'A whole number that fixes the chance in the result: the same seed with the same input gives the same result. Leave it out to get a different one each time. From 0 to 4294967295.',
	},
	{
		displayName: 'Resolution',
		name: 'resolution',
		type: 'options',
		options: [
			{ name: '720p (HD)', value: '720p' },
			{ name: '480p (SD)', value: '480p' },
		],
		default: '720p',
		description: 'How large the result is. A larger one can cost more.',
	},
	{
		displayName: 'Orientation',
		name: 'orientation',
		type: 'options',
		options: [
			{ name: 'Landscape (Wide)', value: 'landscape' },
			{ name: 'Portrait (Tall)', value: 'portrait' },
		],
		default: 'landscape',
		description: 'Whether the result is wide or tall',
	},
];

/** What a run reads. It stands by itself, so that the build leaves the rest out of what a run loads. */
export const videoGenerateModels: OperationModels = {
	resource: 'video',
	operation: 'generate',
	defaultModel: 'lucy-pro-t2v',
	models,
	custom,
};

export const videoGenerate: GeneratedOperation = {
	resource: 'video',
	operation: 'generate',
	defaultModel: 'lucy-pro-t2v',
	models,
	custom,
	model,
	fields,
	options,
};
