// Written by `npm run generate` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field, GeneratedOperation, Model, OperationModels } from '../types';

const lucyProFlf2vFields: readonly Field[] = [
	{
		name: 'start',
		parameter: 'start',
		label: 'First Frame',
		required: true,
		kind: 'file',
		accepts: 'image',
	},
	{ name: 'end', parameter: 'end', label: 'Last Frame', required: true, kind: 'file', accepts: 'image' },
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
];

const customFields: readonly Field[] = [
	{
		name: 'start',
		parameter: 'start',
		label: 'First Frame',
		required: true,
		kind: 'file',
		accepts: 'image',
	},
	{ name: 'end', parameter: 'end', label: 'Last Frame', required: true, kind: 'file', accepts: 'image' },
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
];

const models: readonly Model[] = [
	{
		id: 'lucy-pro-flf2v',
		label: 'Lucy Pro FLF2V (Retired)',
		status: 'retired',
		resource: 'video',
		operation: 'transition',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-pro-flf2v' }],
		fields: lucyProFlf2vFields,
	},
];

const custom: Model = {
	id: 'custom',
	label: 'Custom Model',
	status: 'current',
	resource: 'video',
	operation: 'transition',
	output: 'video',
	paths: [{ surface: 'queue', path: '/v1/jobs/{model}' }],
	fields: customFields,
};

const retiredModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Pro FLF2V (Retired)',
		value: 'lucy-pro-flf2v',
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
	default: 'lucy-pro-flf2v',
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
		description: 'How the first image should become the last, in plain words',
		placeholder: 'e.g. The seasons pass from summer to winter',
		displayOptions: { show: { model: ['lucy-pro-flf2v'] } },
	},
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'How the first image should become the last, in plain words',
		placeholder: 'e.g. The seasons pass from summer to winter',
		displayOptions: { show: { model: ['custom'] } },
	},
	{
		displayName: 'First Frame Source',
		name: 'startSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Binary File', value: 'binary', description: 'A file that the item brings along' },
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'binary',
		description: 'The image that the video begins with',
	},
	{
		displayName: 'First Frame Binary Field',
		name: 'startBinary',
		type: 'string',
		required: true,
		default: 'data',
		description:
			"Name of the item's binary field that holds the file. An expression can give the file itself.",
		hint: 'The name of the input field that holds the file, such as data',
		displayOptions: { show: { startSource: ['binary'] } },
	},
	{
		displayName: 'First Frame URL',
		name: 'startUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'The http or https address of the image itself, and not of a web page that shows it',
		displayOptions: { show: { startSource: ['url'] } },
	},
	{
		displayName: 'Last Frame Source',
		name: 'endSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Binary File', value: 'binary', description: 'A file that the item brings along' },
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'binary',
		description: 'The image that the video ends with',
	},
	{
		displayName: 'Last Frame Binary Field',
		name: 'endBinary',
		type: 'string',
		required: true,
		default: 'end',
		description:
			"Name of the item's binary field that holds the file. An expression can give the file itself.",
		hint: 'The name of the input field that holds this file, when the item brings several',
		displayOptions: { show: { endSource: ['binary'] } },
	},
	{
		displayName: 'Last Frame URL',
		name: 'endUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'The http or https address of the image itself, and not of a web page that shows it',
		displayOptions: { show: { endSource: ['url'] } },
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
];

/** What a run reads. It stands by itself, so that the build leaves the rest out of what a run loads. */
export const videoTransitionModels: OperationModels = {
	resource: 'video',
	operation: 'transition',
	defaultModel: 'lucy-pro-flf2v',
	models,
	custom,
};

export const videoTransition: GeneratedOperation = {
	resource: 'video',
	operation: 'transition',
	defaultModel: 'lucy-pro-flf2v',
	models,
	custom,
	model,
	fields,
	options,
};
