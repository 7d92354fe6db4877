// Written by `npm run generate` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field, GeneratedOperation, Model, OperationModels } from '../types';

const lucyImage2Fields: readonly Field[] = [
	{ name: 'data', parameter: 'data', label: 'Image', required: true, kind: 'file', accepts: 'image' },
	{
		name: 'prompt',
		parameter: 'prompt',
		label: 'Prompt',
		required: true,
		kind: 'text',
		emptyAllowed: false,
		minLength: 1,
		maxLength: 1000,
	},
	{
		name: 'reference_image',
		parameter: 'referenceImage',
		label: 'Reference Image',
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
		name: 'resolution',
		parameter: 'resolution',
		label: 'Resolution',
		required: false,
		kind: 'choice',
		values: ['720p', '480p'],
		default: '720p',
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
	{ name: 'data', parameter: 'data', label: 'Image', required: true, kind: 'file', accepts: 'image' },
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
		label: 'Reference Image',
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
		name: 'resolution',
		parameter: 'resolution',
		label: 'Resolution',
		required: false,
		kind: 'choice',
		values: ['720p', '480p'],
		default: '720p',
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
		id: 'lucy-image-2',
		label: 'Lucy Image 2',
		status: 'current',
		resource: 'image',
		operation: 'edit',
		output: 'image',
		paths: [
			{ surface: 'process', path: '/v1/generate/lucy-image-2' },
			{ surface: 'queue', path: '/v1/jobs/lucy-image-2' },
		],
		fields: lucyImage2Fields,
		price: { perImage: { '480p': 0.01, '720p': 0.02 }, date: '2026-08-01' },
	},
	{
		id: 'lucy-image-latest',
		label: 'Lucy Image (Latest)',
		status: 'current',
		resource: 'image',
		operation: 'edit',
		output: 'image',
		paths: [
			{ surface: 'process', path: '/v1/generate/lucy-image-latest' },
			{ surface: 'queue', path: '/v1/jobs/lucy-image-latest' },
		],
		fields: lucyImage2Fields,
		price: { perImage: { '480p': 0.01, '720p': 0.02 }, date: '2026-08-01' },
	},
	{
		id: 'lucy-pro-i2i',
		label: 'Lucy Pro I2I (Deprecated)',
		status: 'deprecated',
		replacement: 'lucy-image-2',
		resource: 'image',
		operation: 'edit',
		output: 'image',
		paths: [{ surface: 'process', path: '/v1/generate/lucy-pro-i2i' }],
		fields: lucyImage2Fields,
		price: { perImage: { '480p': 0.01, '720p': 0.02 }, date: '2026-08-01' },
	},
];

const custom: Model = {
	id: 'custom',
	label: 'Custom Model',
	status: 'current',
	resource: 'image',
	operation: 'edit',
	output: 'image',
	paths: [
		{ surface: 'process', path: '/v1/generate/{model}' },
		{ surface: 'queue', path: '/v1/jobs/{model}' },
	],
	fields: customFields,
};

const currentModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Image 2',
		value: 'lucy-image-2',
		description: 'Edits and restyles images. Stays the same model when a newer one comes out.',
	},
	{
		name: 'Lucy Image (Latest)',
		value: 'lucy-image-latest',
		description: 'Whichever Lucy Image is newest. Results can change when Decart moves the name on.',
	},
];

const deprecatedModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Pro I2I (Deprecated)',
		value: 'lucy-pro-i2i',
		description: 'An older name of Lucy Image 2. Choose Lucy Image 2 in new workflows.',
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
	default: 'lucy-image-2',
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
		description:
			'What should change in the image, in plain words, such as: turn it into a watercolor painting. At most 1,000 characters.',
		placeholder: 'e.g. Turn this photo into a watercolor painting',
		displayOptions: { show: { model: ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'] } },
	},
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description:
			'What should change in the image, in plain words, such as: turn it into a watercolor painting',
		placeholder: 'e.g. Turn this photo into a watercolor painting',
		displayOptions: { show: { model: ['custom'] } },
	},
	{
		displayName: 'Image Source',
		name: 'dataSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Binary File', value: 'binary', description: 'A file that the item brings along' },
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'binary',
		description: 'The image to edit',
	},
	{
		displayName: 'Image Binary Field',
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
		displayName: 'Image URL',
		name: 'dataUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'The http or https address of the image itself, and not of a web page that shows it',
		displayOptions: { show: { dataSource: ['url'] } },
	},
	{
		displayName: 'Reference Image Source',
		name: 'referenceImageSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'None', value: 'none', description: 'Nothing is sent' },
			{ name: 'Binary File', value: 'binary', description: 'A file that the item brings along' },
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'none',
		description: 'A second image that shows what the prompt speaks of, such as the sunglasses to put on',
	},
	{
		displayName: 'Reference Image Binary Field',
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
		displayName: 'Reference Image URL',
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
		displayName: 'Enhance Prompt',
		name: 'enhancePrompt',
		type: 'boolean',
		default: true,
		description:
			'Whether Decart works your prompt out in more detail before it starts. Turn it off to have your words taken exactly as they are.',
	},
];

/** What a run reads. It stands by itself, so that the build leaves the rest out of what a run loads. */
export const imageEditModels: OperationModels = {
	resource: 'image',
	operation: 'edit',
	defaultModel: 'lucy-image-2',
	models,
	custom,
};

export const imageEdit: GeneratedOperation = {
	resource: 'image',
	operation: 'edit',
	defaultModel: 'lucy-image-2',
	models,
	custom,
	model,
	fields,
	options,
};
