import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OutputAs, OutputSettings } from '../media/resultFile';
import { invalidInput } from '../transport/errors';
import type { BooleanField, ChoiceField, NumberField, Surface, TextField } from '../types';
import { STYLE_PRESET_NAMES, type StylePreset } from './stylePresets';
import { checkField, type PlainField } from './validate';

/** What the node itself, rather than the API, is told by the options of an item. */
export interface Settings {
	/** Which ready-made style goes into the prompt, `none` or a key of `STYLE_PRESETS`. */
	readonly stylePreset: StylePreset;
	readonly variations: number;
	readonly output: OutputSettings;
	/** `''` for a name made of the source's and the model's. */
	readonly fileName: string;
	/** Items at once. */
	readonly concurrency: number;
	readonly maxRetries: number;
	/** Milliseconds without an answer after which a request is given up. */
	readonly requestTimeoutMs: number;
	/** The largest file that is fetched from a URL, in bytes. */
	readonly maxUrlBytes: number;
	readonly surface: Surface | undefined;
	/** The longest abortableSleep between two looks at a job, in milliseconds. */
	readonly pollIntervalMs: number;
	/** How long a job is waited for, in milliseconds. */
	readonly timeoutMs: number;
	readonly onTimeout: 'error' | 'returnJob';
}

const MEGABYTE = 2 ** 20;

const number = (
	name: string,
	label: string,
	minimum: number,
	maximum: number,
	preset: number,
	integer = true,
) =>
	({
		kind: 'number',
		name,
		parameter: name,
		label,
		required: false,
		integer,
		minimum,
		maximum,
		default: preset,
	}) satisfies NumberField;
const choice = <const V extends readonly string[]>(
	name: string,
	label: string,
	values: V,
	preset: V[number],
) =>
	({
		kind: 'choice',
		name,
		parameter: name,
		label,
		required: false,
		values,
		default: preset,
	}) satisfies ChoiceField;
const text = (name: string, label: string, preset: string) =>
	({
		kind: 'text',
		name,
		parameter: name,
		label,
		required: false,
		emptyAllowed: false,
		default: preset,
	}) satisfies TextField;

/** The rules of the node's own options; the editor's parameters in `optionParameters.ts` are made from them. */
export const SETTING_FIELDS = {
	stylePreset: choice('stylePreset', 'Style Preset', STYLE_PRESET_NAMES, 'none'),
	variations: number('variations', 'Variations', 1, 10, 1),
	outputAs: choice('outputAs', 'Output As', ['binary', 'base64', 'signedUrl'], 'binary'),
	outputBinary: text('outputBinary', 'Put Output File in Field', 'data'),
	fileName: text('fileName', 'File Name', ''),
	concurrency: number('concurrency', 'Items at Once', 1, 32, 4),
	maxRetries: number('maxRetries', 'Max Retries', 0, 10, 3),
	requestTimeout: number('requestTimeout', 'Request Timeout (Seconds)', 1, 3600, 300, false),
	maxUrlFileSize: number('maxUrlFileSize', 'Max URL File Size (MB)', 1, 10_000, 500, false),
	surface: choice('surface', 'Run As', ['process', 'queue'], 'process'),
	pollInterval: number('pollInterval', 'Poll Interval (Seconds)', 0.5, 300, 5, false),
	timeout: number('timeout', 'Timeout (Minutes)', 0.01, 1440, 30, false),
	onTimeout: choice('onTimeout', 'On Timeout', ['error', 'returnJob'], 'error'),
} as const;

export type SettingName = keyof typeof SETTING_FIELDS;

/** Waits for the job and delivers its result (default true), or gives the job at once. */
export const WAIT_FIELD: BooleanField = {
	kind: 'boolean',
	name: 'waitForCompletion',
	parameter: 'waitForCompletion',
	label: 'Wait for Completion',
	required: false,
	default: true,
};

/**
 * How many items are worked on at once: the first item decides for the run. An impossible value is that item's
 * own error, told when it is prepared.
 */
export function readConcurrency(functions: IExecuteFunctions): number {
	const field = SETTING_FIELDS.concurrency;
	const options = functions.getNodeParameter('options', 0, {}) as IDataObject;
	const checked = checkField(field, options[field.parameter]);
	return ('value' in checked ? (checked.value as number | undefined) : undefined) ?? field.default;
}

/**
 * Reads the node's own options of an item.
 *
 * @param subject whose inputs they are, for the error
 * @throws DecartError `INVALID_INPUT` that lists every option with an impossible value
 */
export function readSettings(functions: IExecuteFunctions, itemIndex: number, subject: string): Settings {
	const options = functions.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const problems: string[] = [];
	const labels: string[] = [];
	const read = (field: PlainField) => {
		const checked = checkField(field, options[field.parameter]);
		if ('value' in checked) return checked.value ?? field.default;
		problems.push(checked.problem);
		labels.push(`"${field.label}"`);
		return field.default;
	};
	const values = Object.fromEntries(
		Object.entries(SETTING_FIELDS).map(([name, field]) => [name, read(field)]),
	) as Record<SettingName, unknown>;
	if (problems.length > 0) {
		throw invalidInput(
			subject,
			problems,
			`Correct ${labels.join(' and ')} in the options, then run the item again.`,
		);
	}
	return {
		stylePreset: values.stylePreset as StylePreset,
		variations: values.variations as number,
		output: { outputAs: values.outputAs as OutputAs, outputBinary: values.outputBinary as string },
		fileName: values.fileName as string,
		concurrency: values.concurrency as number,
		maxRetries: values.maxRetries as number,
		requestTimeoutMs: (values.requestTimeout as number) * 1000,
		maxUrlBytes: (values.maxUrlFileSize as number) * MEGABYTE,
		surface: options.surface === undefined ? undefined : (values.surface as Surface),
		pollIntervalMs: (values.pollInterval as number) * 1000,
		timeoutMs: (values.timeout as number) * 60_000,
		onTimeout: values.onTimeout as Settings['onTimeout'],
	};
}
