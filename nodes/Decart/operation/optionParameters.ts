import type { INodeProperties } from 'n8n-workflow';
import { STYLE_PRESETS } from './stylePresets';
import { SETTING_FIELDS, WAIT_FIELD, type SettingName } from './settings';

/** A parameter of the collection `options`, without what its rule already says. */
type Details = Omit<INodeProperties, 'displayName' | 'name' | 'default'>;

const DETAILS: Readonly<Record<SettingName, Details>> = {
	stylePreset: {
		type: 'options',
		options: [
			{ name: 'None', value: 'none' },
			...STYLE_PRESETS.map(({ name, value, text }) => ({ name, value, description: text })),
		],
		description: 'A ready-made look to begin with. It fills the prompt, or follows the one you write.',
	},
	variations: {
		type: 'number',
		description:
			'How many results to make of each item, from 1 to 10. Each is paid for, has a seed one higher than the one before, and comes as an item of its own.',
	},
	outputAs: {
		type: 'options',
		options: [
			{
				name: 'Base64 Text',
				value: 'base64',
				description: 'The file as text in the JSON, for small files',
			},
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A file that the next nodes can save, send or post',
			},
			{
				name: 'Signed URL',
				value: 'signedUrl',
				description:
					'A link to the file on this n8n, valid for a day, for AI agents and chat messages',
			},
		],
	},
	outputBinary: {
		type: 'string',
		description: 'The name of the binary field that holds the result, for the nodes that follow',
	},
	fileName: {
		type: 'string',
		placeholder: 'e.g. spring-collection.png',
		description: "The result's name. Left empty, it is made of the input file's name and the model.",
	},
	concurrency: {
		type: 'number',
		description: 'How many items are worked on at once. The first item decides for the whole run.',
	},
	maxRetries: {
		type: 'number',
		description:
			'How often a request is repeated when Decart is busy or cannot be reached. A request that may have been charged is never repeated.',
	},
	requestTimeout: {
		type: 'number',
		description: 'How many seconds to wait for an answer before a request is given up',
	},
	maxUrlFileSize: {
		type: 'number',
		description: 'The largest file to fetch from a URL, in megabytes',
	},
	surface: {
		type: 'options',
		options: [
			{ name: 'One Request', value: 'process', description: 'Decart answers with the picture at once' },
			{
				name: 'Queued Job',
				value: 'queue',
				description: 'The picture is fetched when the job is done',
			},
		],
		description: 'How Decart is asked for the picture. The result is the same.',
	},
	pollInterval: {
		type: 'number',
		description:
			'The longest abortableSleep between two looks at a job, in seconds. The first looks come sooner, so that short jobs return promptly.',
	},
	timeout: {
		type: 'number',
		description: 'How many minutes to wait for a job',
	},
	onTimeout: {
		type: 'options',
		options: [
			{
				name: 'Give Back the Job',
				value: 'returnJob',
				description: 'An item with the job ID, to go on with Job → Wait',
			},
			{ name: 'Stop with an Error', value: 'error', description: 'An error that names the job ID' },
		],
		description: 'What to do when a job is not done in time. It goes on at Decart either way.',
	},
};

/** Options of whatever is asked for by a prompt. */
export const PROMPT_SETTINGS = ['stylePreset'] as const;
/** Options that a request of any kind has. */
export const REQUEST_SETTINGS = ['concurrency', 'maxRetries', 'requestTimeout'] as const;
/** Options of whatever gives a file. */
export const OUTPUT_SETTINGS = ['outputAs', 'outputBinary', 'fileName'] as const;
/** Options of whatever waits for a job. */
export const WAIT_SETTINGS = ['pollInterval', 'timeout', 'onTimeout'] as const;

/** The editor's parameters for the named options. */
export function settingParameters(names: readonly SettingName[]): INodeProperties[] {
	return names.map((name) => {
		const field = SETTING_FIELDS[name];
		const limits =
			field.kind === 'number'
				? {
						typeOptions: {
							minValue: field.minimum,
							maxValue: field.maximum,
							numberPrecision: field.integer ? 0 : 2,
						},
					}
				: {};
		return {
			displayName: field.label,
			name,
			default: field.default,
			...limits,
			...DETAILS[name],
		} as INodeProperties;
	});
}

/** The collection `options`, its entries in alphabetical order as n8n wants it. */
export function optionsCollection(entries: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...entries].sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}

/** The switch between waiting for a job and getting it at once. */
export const WAIT_PARAMETER: INodeProperties = {
	displayName: WAIT_FIELD.label,
	name: WAIT_FIELD.parameter,
	type: 'boolean',
	default: true,
	description:
		'Whether to wait until the video is done. Turn it off for long videos: the item then holds a job ID for Job → Get and Job → Download.',
};
