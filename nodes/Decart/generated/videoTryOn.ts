// Written by `npm run generate` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field, GeneratedOperation, Model, OperationModels } from '../types';

const lucyVton3Fields: readonly Field[] = [
	{ name: 'data', parameter: 'data', label: 'Video', required: true, kind: 'file', accepts: 'video' },
	{
		name: 'prompt',
		parameter: 'prompt',
		label: 'Prompt',
		required: false,
		kind: 'text',
		emptyAllowed: true,
		default: '',
	},
	{
		name: 'reference_image',
		parameter: 'referenceImage',
		label: 'Garment Image',
		required: false,
		kind: 'file',
		accepts: 'image',
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
		name: 'enhance_prompt',
		parameter: 'enhancePrompt',
		label: 'Enhance Prompt',
		required: false,
		kind: 'boolean',
		default: true,
	},
];

const models: readonly Model[] = [
	{
		id: 'lucy-vton-3',
		label: 'Lucy VTON 3',
		status: 'current',
		resource: 'video',
		operation: 'tryOn',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-vton-3' }],
		fields: lucyVton3Fields,
		price: { perSecond: 0.04, date: '2026-08-01' },
	},
	{
		id: 'lucy-vton-3.5',
		label: 'Lucy VTON 3.5',
		status: 'current',
		resource: 'video',
		operation: 'tryOn',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-vton-3.5' }],
		fields: lucyVton3Fields,
	},
	{
		id: 'lucy-vton-latest',
		label: 'Lucy VTON (Latest)',
		status: 'current',
		resource: 'video',
		operation: 'tryOn',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-vton-latest' }],
		fields: lucyVton3Fields,
		price: { perSecond: 0.04, date: '2026-08-01' },
	},
	{
		id: 'lucy-vton-2',
		label: 'Lucy VTON 2',
		status: 'current',
		resource: 'video',
		operation: 'tryOn',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-vton-2' }],
		fields: lucyVton3Fields,
		price: { perSecond: 0.04, date: '2026-08-01' },
	},
	{
		id: 'lucy-2.1-vton-2',
		label: 'Lucy 2.1 VTON 2 (Deprecated)',
		status: 'deprecated',
		replacement: 'lucy-vton-2',
		resource: 'video',
		operation: 'tryOn',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-2.1-vton-2' }],
		fields: lucyVton3Fields,
		price: { perSecond: 0.04, date: '2026-08-01' },
	},
];

const custom: Model = {
	id: 'custom',
	label: 'Custom Model',
	status: 'current',
	resource: 'video',
	operation: 'tryOn',
	output: 'video',
	paths: [{ surface: 'queue', path: '/v1/jobs/{model}' }],
	fields: lucyVton3Fields,
};

const currentModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy VTON 3',
		value: 'lucy-vton-3',
		description: 'Virtual try-on for videos. Stays the same model when a newer one comes out.',
	},
	{
		name: 'Lucy VTON 3.5',
		value: 'lucy-vton-3.5',
		description: 'The newest virtual try-on. Decart had not published its price when this list was made.',
	},
	{
		name: 'Lucy VTON (Latest)',
		value: 'lucy-vton-latest',
		description: 'Whichever Lucy VTON is newest. Results can change when Decart moves the name on.',
	},
	{ name: 'Lucy VTON 2', value: 'lucy-vton-2', description: 'The generation before Lucy VTON 3' },
];

const deprecatedModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy 2.1 VTON 2 (Deprecated)',
		value: 'lucy-2.1-vton-2',
		description: 'An older name of Lucy VTON 2. Choose Lucy VTON 2 in new workflows.',
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
	default: 'lucy-vton-3',
	description: 'The model that does the work. It decides the price.',
	options: [...currentModels, ...deprecatedModels, ...customModels],
};

const fields: readonly INodeProperties[] = [
	{
		displayName: 'Garment Image Source',
		name: 'referenceImageSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'None', value: 'none', description: 'Nothing is sent' },
			{ name: 'Binary File', value: 'binary', description: 'A file that the item brings along' },
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'none',
		description: 'An image of the garment to try on',
		displayOptions: { show: { '@version': [1] } },
	},
	{
		displayName: 'Garment Image Source',
		name: 'referenceImageSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'None', value: 'none', description: 'Nothing is sent' },
			{ name: 'Binary File', value: 'binary', description: 'A file that the item brings along' },
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'binary',
		description: 'An image of the garment to try on',
		displayOptions: { show: { '@version': [1.1] } },
	},
	{
		displayName: 'Garment Image Binary Field',
		name: 'referenceImageBinary',
		type: 'string',
		required: true,
		default: 'referenceImage',
		description:
			"Name of the item's binary field that holds the file. An expression can give the file itself.",
		hint: 'The name of the input field that holds this file, when the item brings several',
		displayOptions: { show: { referenceImageSource: ['binary'] } },
	},
	{
		displayName: 'Garment Image URL',
		name: 'referenceImageUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'The http or https address of the image itself, and not of a web page that shows it',
		displayOptions: { show: { referenceImageSource: ['url'] } },
	},
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description:
			'What the person should wear, in plain words, such as: put on the red leather jacket. Can stay empty when the garment image says it all.',
		placeholder: 'e.g. Put on the red leather jacket',
	},
	{
		displayName: 'Video Source',
		name: 'dataSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Binary File', value: 'binary', description: 'A file that the item brings along' },
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'binary',
		description: 'The video of the person who tries the clothes on',
	},
	{
		displayName: 'Video Binary Field',
		name: 'dataBinary',
		type: 'string',
		required: true,
		default: 'data',
		description:
			"Name of the item's binary field that holds the file. An expression can give the file itself.",
		hint: 'The name of the input field that holds the file, such as data',
		displayOptions: { show: { dataSource: ['binary'] } },
	},
	{
		displayName: 'Video URL',
		name: 'dataUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/clip.mp4',
		description: 'The http or https address of the video itself, and not of a web page that shows it',
		displayOptions: { show: { dataSource: ['url'] } },
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
		displayName: 'Enhance Prompt',
		name: 'enhancePrompt',
		type: 'boolean',
		default: true,
		description:
			'Whether Decart works your prompt out in more detail before it starts. Turn it off to have your words taken exactly as they are.',
	},
];

/** What a run reads. It stands by itself, so that the build leaves the rest out of what a run loads. */
export const videoTryOnModels: OperationModels = {
	resource: 'video',
	operation: 'tryOn',
	defaultModel: 'lucy-vton-3',
	models,
	custom,
};

export const videoTryOn: GeneratedOperation = {
	resource: 'video',
	operation: 'tryOn',
	defaultModel: 'lucy-vton-3',
	models,
	custom,
	model,
	fields,
	options,
};
