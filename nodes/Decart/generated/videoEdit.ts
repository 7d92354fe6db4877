// Written by `npm run generate` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Field, GeneratedOperation, Model, OperationModels } from '../types';

const lucy25Fields: readonly Field[] = [
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
		name: 'enhance_prompt',
		parameter: 'enhancePrompt',
		label: 'Enhance Prompt',
		required: false,
		kind: 'boolean',
		default: true,
	},
	{
		name: 'self_anchor',
		parameter: 'selfAnchor',
		label: 'Self Anchor',
		required: false,
		kind: 'boolean',
		default: true,
	},
];

const lucyLatestFields: readonly Field[] = [
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
		name: 'enhance_prompt',
		parameter: 'enhancePrompt',
		label: 'Enhance Prompt',
		required: false,
		kind: 'boolean',
		default: true,
	},
];

const lucyClipFields: readonly Field[] = [
	{ name: 'data', parameter: 'data', label: 'Video', required: true, kind: 'file', accepts: 'video' },
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
		name: 'enhance_prompt',
		parameter: 'enhancePrompt',
		label: 'Enhance Prompt',
		required: false,
		kind: 'boolean',
		default: true,
	},
];

const lucyProV2vFields: readonly Field[] = [
	{ name: 'data', parameter: 'data', label: 'Video', required: true, kind: 'file', accepts: 'video' },
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
		name: 'enhance_prompt',
		parameter: 'enhancePrompt',
		label: 'Enhance Prompt',
		required: false,
		kind: 'boolean',
		default: true,
	},
	{
		name: 'num_inference_steps',
		parameter: 'numInferenceSteps',
		label: 'Inference Steps',
		required: false,
		kind: 'number',
		integer: true,
		minimum: 1,
	},
];

const lucyDevV2vFields: readonly Field[] = [
	{ name: 'data', parameter: 'data', label: 'Video', required: true, kind: 'file', accepts: 'video' },
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
		id: 'lucy-2.5',
		label: 'Lucy 2.5',
		status: 'current',
		resource: 'video',
		operation: 'edit',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-2.5' }],
		fields: lucy25Fields,
		price: { perSecond: 0.04, date: '2026-08-01' },
	},
	{
		id: 'lucy-latest',
		label: 'Lucy (Latest)',
		status: 'current',
		resource: 'video',
		operation: 'edit',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-latest' }],
		fields: lucyLatestFields,
		price: { perSecond: 0.04, date: '2026-08-01' },
	},
	{
		id: 'lucy-2.1',
		label: 'Lucy 2.1',
		status: 'current',
		resource: 'video',
		operation: 'edit',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-2.1' }],
		fields: lucyLatestFields,
		price: { perSecond: 0.04, date: '2026-08-01' },
	},
	{
		id: 'lucy-clip',
		label: 'Lucy Clip',
		status: 'current',
		resource: 'video',
		operation: 'edit',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-clip' }],
		fields: lucyClipFields,
		price: { perSecond: 0.15, maxSeconds: 5, date: '2026-08-01' },
	},
	{
		id: 'lucy-clip-latest',
		label: 'Lucy Clip (Latest)',
		status: 'current',
		resource: 'video',
		operation: 'edit',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-clip-latest' }],
		fields: lucyClipFields,
		price: { perSecond: 0.15, maxSeconds: 5, date: '2026-08-01' },
	},
	{
		id: 'lucy-pro-v2v',
		label: 'Lucy Pro V2V (Deprecated)',
		status: 'deprecated',
		replacement: 'lucy-clip',
		resource: 'video',
		operation: 'edit',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-pro-v2v' }],
		fields: lucyProV2vFields,
		price: { perSecond: 0.15, maxSeconds: 5, date: '2026-08-01' },
	},
	{
		id: 'lucy-dev-v2v',
		label: 'Lucy Dev V2V (Retired)',
		status: 'retired',
		replacement: 'lucy-2.5',
		resource: 'video',
		operation: 'edit',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-dev-v2v' }],
		fields: lucyDevV2vFields,
	},
	{
		id: 'lucy-fast-v2v',
		label: 'Lucy Fast V2V (Retired)',
		status: 'retired',
		replacement: 'lucy-2.5',
		resource: 'video',
		operation: 'edit',
		output: 'video',
		paths: [{ surface: 'queue', path: '/v1/jobs/lucy-fast-v2v' }],
		fields: lucyDevV2vFields,
	},
];

const custom: Model = {
	id: 'custom',
	label: 'Custom Model',
	status: 'current',
	resource: 'video',
	operation: 'edit',
	output: 'video',
	paths: [{ surface: 'queue', path: '/v1/jobs/{model}' }],
	fields: lucy25Fields,
};

const currentModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy 2.5',
		value: 'lucy-2.5',
		description:
			'Edits videos by prompt, by reference image or by both. Stays the same model when a newer one comes out.',
	},
	{
		name: 'Lucy (Latest)',
		value: 'lucy-latest',
		description:
			'Whichever Lucy video model is newest. Results can change when Decart moves the name on.',
	},
	{ name: 'Lucy 2.1', value: 'lucy-2.1', description: 'The generation before Lucy 2.5' },
	{
		name: 'Lucy Clip',
		value: 'lucy-clip',
		description: 'An earlier generation for short clips. The result is at most five seconds long.',
	},
	{
		name: 'Lucy Clip (Latest)',
		value: 'lucy-clip-latest',
		description: 'Whichever Lucy Clip is newest. The result is at most five seconds long.',
	},
];

const deprecatedModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Pro V2V (Deprecated)',
		value: 'lucy-pro-v2v',
		description: 'An older name of Lucy Clip. Choose Lucy Clip in new workflows.',
	},
];

const retiredModels: readonly INodePropertyOptions[] = [
	{
		name: 'Lucy Dev V2V (Retired)',
		value: 'lucy-dev-v2v',
		description:
			'No longer served by Decart, and kept for older workflows and for hosts that still serve it. Choose Lucy 2.5 in new workflows.',
	},
	{
		name: 'Lucy Fast V2V (Retired)',
		value: 'lucy-fast-v2v',
		description:
			'No longer served by Decart, and kept for older workflows and for hosts that still serve it. Choose Lucy 2.5 in new workflows.',
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
	default: 'lucy-2.5',
	description: 'The model that does the work. It decides the price.',
	options: [...currentModels, ...deprecatedModels, ...retiredModels, ...customModels],
};

const fields: readonly INodeProperties[] = [
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description:
			'What should change in the video, in plain words, such as: make it a snowy winter evening',
		placeholder: 'e.g. Make it a snowy winter evening',
		displayOptions: { show: { model: ['lucy-2.5', 'lucy-latest', 'lucy-2.1', 'custom'] } },
	},
	{
		displayName: 'Prompt',
		name: 'prompt',
		required: true,
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description:
			'What should change in the video, in plain words, such as: make it a snowy winter evening',
		placeholder: 'e.g. Make it a snowy winter evening',
		displayOptions: {
			show: {
				model: ['lucy-clip', 'lucy-clip-latest', 'lucy-pro-v2v', 'lucy-dev-v2v', 'lucy-fast-v2v'],
			},
		},
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
		description: 'The video to edit',
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
		description: 'An image of what the video should show, such as a person, a thing or a place',
		displayOptions: {
			show: {
				model: [
					'lucy-2.5',
					'lucy-latest',
					'lucy-2.1',
					'lucy-clip',
					'lucy-clip-latest',
					'lucy-pro-v2v',
					'custom',
				],
			},
		},
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
		displayOptions: {
			show: {
				referenceImageSource: ['binary'],
				model: [
					'lucy-2.5',
					'lucy-latest',
					'lucy-2.1',
					'lucy-clip',
					'lucy-clip-latest',
					'lucy-pro-v2v',
					'custom',
				],
			},
		},
	},
	{
		displayName: 'Reference Image URL',
		name: 'referenceImageUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'The http or https address of the image itself, and not of a web page that shows it',
		displayOptions: {
			show: {
				referenceImageSource: ['url'],
				model: [
					'lucy-2.5',
					'lucy-latest',
					'lucy-2.1',
					'lucy-clip',
					'lucy-clip-latest',
					'lucy-pro-v2v',
					'custom',
				],
			},
		},
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
		displayOptions: { show: { '/model': ['lucy-dev-v2v', 'lucy-fast-v2v'] } },
	},
	{
		displayName: 'Enhance Prompt',
		name: 'enhancePrompt',
		type: 'boolean',
		default: true,
		description:
			'Whether Decart works your prompt out in more detail before it starts. Turn it off to have your words taken exactly as they are.',
	},
	{
		displayName: 'Self Anchor',
		name: 'selfAnchor',
		type: 'boolean',
		default: true,
		description:
			'Whether later frames hold on to what the model has already drawn. This keeps people and things looking the same through a long video.',
		displayOptions: { show: { '/model': ['lucy-2.5', 'custom'] } },
	},
	{
		displayName: 'Inference Steps',
		name: 'numInferenceSteps',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description:
			'How many passes the model makes over the video. More take longer and can show more detail.',
		displayOptions: { show: { '/model': ['lucy-pro-v2v'] } },
	},
];

/** What a run reads. It stands by itself, so that the build leaves the rest out of what a run loads. */
export const videoEditModels: OperationModels = {
	resource: 'video',
	operation: 'edit',
	defaultModel: 'lucy-2.5',
	models,
	custom,
};

export const videoEdit: GeneratedOperation = {
	resource: 'video',
	operation: 'edit',
	defaultModel: 'lucy-2.5',
	models,
	custom,
	model,
	fields,
	options,
};
