// Written by `npm run generate` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field, GeneratedOperation, Model, OperationModels } from '../types';

const lucyRestyle2Fields: readonly Field[] = [
	{ name: 'data', parameter: 'data', label: 'Video', required: true, kind: 'file', accepts: 'video' },
	{
		name: 'prompt',
		parameter: 'prompt',
		label: 'Prompt',
		required: false,
		kind: 'text',
		emptyAllowed: false,
		minLength: 1,
	},
	{
		name: 'reference_image',
		parameter: 'referenceImage',
		label: 'Style Image',
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

const customFields: readonly Field[] = [
	{ name: 'data', parameter: 'data', label: 'Video', required: true, kind: 'file', accepts: 'video' },
	{
		name: 'prompt',
		parameter: 'prompt',
		label: 'Prompt',
		required: false,
		kind: 'text',
		emptyAllowed: false,
	},
	{
		name: 'reference_image',
		parameter: 'referenceImage',
		label: 'Style Image',
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
		id: 'lucy-restyle-2',
		label: 'Lucy Restyle 2',
		status: 'current',
		resource: 'video',
		operation: 'restyle',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-restyle-2' }],
		fields: lucyRestyle2Fields,
		price: { perSecond: 0.01, date: '2026-08-01' },
		fieldCombinations: [
			{ requires: ['prompt'], forbids: ['reference_image'] },
			{ requires: ['reference_image'], forbids: ['prompt', 'enhance_prompt'] },
		],
	},
	{
		id: 'lucy-restyle-latest',
		label: 'Lucy Restyle (Latest)',
		status: 'current',
		resource: 'video',
		operation: 'restyle',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-restyle-latest' }],
		fields: lucyRestyle2Fields,
		price: { perSecond: 0.01, date: '2026-08-01' },
		fieldCombinations: [
			{ requires: ['prompt'], forbids: ['reference_image'] },
			{ requires: ['reference_image'], forbids: ['prompt', 'enhance_prompt'] },
		],
	},
	{
		id: 'lucy-restyle-v2v',
		label: 'Lucy Restyle V2V (Deprecated)',
		status: 'deprecated',
		replacement: 'lucy-restyle-2',
		resource: 'video',
		operation: 'restyle',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-restyle-v2v' }],
		fields: lucyRestyle2Fields,
		price: { perSecond: 0.01, date: '2026-08-01' },
		fieldCombinations: [
			{ requires: ['prompt'], forbids: ['reference_image'] },
			{ requires: ['reference_image'], forbids: ['prompt', 'enhance_prompt'] },
		],
	},
];

const custom: Model = {
	id: 'custom',
	label: 'Custom Model',
	status: 'current',
	resource: 'video',
	operation: 'restyle',
	output: 'video',
	paths: [{ surface: 'queue', path: '/v1/jobs/{model}' }],
	fields: customFields,
};

const currentModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Restyle 2',
		value: 'lucy-restyle-2',
		description:
			'Gives a video a new look, from words or from an image. Stays the same model when a newer one comes out.',
	},
	{
		name: 'Lucy Restyle (Latest)',
		value: 'lucy-restyle-latest',
		description: 'Whichever Lucy Restyle is newest. Results can change when Decart moves the name on.',
	},
];

const deprecatedModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Restyle V2V (Deprecated)',
		value: 'lucy-restyle-v2v',
		description: 'An older name of Lucy Restyle 2. Choose Lucy Restyle 2 in new workflows.',
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
	default: 'lucy-restyle-2',
	description: 'The model that does the work. It decides the price.',
	options: [...currentModels, ...deprecatedModels, ...customModels],
};

const fields: readonly INodeProperties[] = [
	{
		displayName: 'Prompt',
		name: 'prompt',
		required: true,
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'The look to give the video, in plain words, such as: hand-drawn anime with soft colors',
		placeholder: 'e.g. Hand-drawn anime with soft colors',
		displayOptions: {
			show: {
				referenceImageSource: ['none'],
				model: ['lucy-restyle-2', 'lucy-restyle-latest', 'lucy-restyle-v2v'],
			},
		},
	},
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'The look to give the video, in plain words, such as: hand-drawn anime with soft colors',
		placeholder: 'e.g. Hand-drawn anime with soft colors',
		displayOptions: { show: { model: ['custom'] } },
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
		description: 'The video to restyle',
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
	{
		displayName: 'Style Image Source',
		name: 'referenceImageSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'None', value: 'none', description: 'Nothing is sent' },
			{ name: 'Binary File', value: 'binary', description: 'A file that the item brings along' },
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'none',
		description:
			'An image whose look the video takes on. It stands in for the prompt, so give one or the other.',
	},
	{
		displayName: 'Style Image Binary Field',
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
		displayName: 'Style Image URL',
		name: 'referenceImageUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'The http or https address of the image itself, and not of a web page that shows it',
		displayOptions: { show: { referenceImageSource: ['url'] } },
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
		displayOptions: {
			show: {
				'/referenceImageSource': ['none'],
				'/model': ['lucy-restyle-2', 'lucy-restyle-latest', 'lucy-restyle-v2v'],
			},
		},
	},
	{
		displayName: 'Enhance Prompt',
		name: 'enhancePrompt',
		type: 'boolean',
		default: true,
		description:
			'Whether Decart works your prompt out in more detail before it starts. Turn it off to have your words taken exactly as they are.',
		displayOptions: { show: { '/model': ['custom'] } },
	},
];

/** What a run reads. It stands by itself, so that the build leaves the rest out of what a run loads. */
export const videoRestyleModels: OperationModels = {
	resource: 'video',
	operation: 'restyle',
	defaultModel: 'lucy-restyle-2',
	models,
	custom,
};

export const videoRestyle: GeneratedOperation = {
	resource: 'video',
	operation: 'restyle',
	defaultModel: 'lucy-restyle-2',
	models,
	custom,
	model,
	fields,
	options,
};
