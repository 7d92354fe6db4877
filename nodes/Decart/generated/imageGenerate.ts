// Written by `npm run generate` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field, GeneratedOperation, Model, OperationModels } from '../types';

const lucyProT2iFields: readonly Field[] = [
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
		id: 'lucy-pro-t2i',
		label: 'Lucy Pro T2I (Retired)',
		status: 'retired',
		resource: 'image',
		operation: 'generate',
		output: 'image',
		paths: [{ surface: 'process', path: '/v1/generate/lucy-pro-t2i' }],
		fields: lucyProT2iFields,
	},
];

const custom: Model = {
	id: 'custom',
	label: 'Custom Model',
	status: 'current',
	resource: 'image',
	operation: 'generate',
	output: 'image',
	paths: [
		{ surface: 'process', path: '/v1/generate/{model}' },
		{ surface: 'queue', path: '/v1/jobs/{model}' },
	],
	fields: customFields,
};

const retiredModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Pro T2I (Retired)',
		value: 'lucy-pro-t2i',
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
	default: 'lucy-pro-t2i',
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
		description: 'What the image should show, in plain words, such as: a lighthouse on a cliff at dusk',
		placeholder: 'e.g. A lighthouse on a cliff at dusk, oil painting',
		displayOptions: { show: { model: ['lucy-pro-t2i'] } },
	},
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'What the image should show, in plain words, such as: a lighthouse on a cliff at dusk',
		placeholder: 'e.g. A lighthouse on a cliff at dusk, oil painting',
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
export const imageGenerateModels: OperationModels = {
	resource: 'image',
	operation: 'generate',
	defaultModel: 'lucy-pro-t2i',
	models,
	custom,
};

export const imageGenerate: GeneratedOperation = {
	resource: 'image',
	operation: 'generate',
	defaultModel: 'lucy-pro-t2i',
	models,
	custom,
	model,
	fields,
	options,
};
