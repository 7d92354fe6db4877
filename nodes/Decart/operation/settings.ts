import type { IExecuteFunctions } from 'n8n-workflow';
import { fieldProblem, invalidInput } from './invalidInput';
import { readParameter, type ItemParameters } from './itemParameters';
import type { Option } from './optionKinds';
import { OPTIONS, WAIT_FOR_COMPLETION, type OptionName } from './options';
import { checkField, type PlainField, type PlainValue } from './validate';

/** What the options of an item tell the node itself, rather than the API; each name says its unit. */
export type Settings = Readonly<Intersection<ReturnType<(typeof OPTIONS)[OptionName]['read']>>>;

type Intersection<U> = (U extends unknown ? (part: U) => void : never) extends (whole: infer I) => void
	? I
	: never;

const OPTION_FIELDS = Object.entries<Option>(OPTIONS).map(([name, option]) => ({
	option,
	field: createField(name, option),
}));
const WAIT_FIELD = createField('waitForCompletion', WAIT_FOR_COMPLETION);

/** The rule of an option as a field's, whose default stands for a value that is not given. */
export function createField(
	name: string,
	{ label, rule, parameter }: Option,
): PlainField & { default: PlainValue } {
	const preset = parameter.default as PlainValue;
	return { ...rule, name, parameter: name, label, required: false, default: preset } as PlainField & {
		default: PlainValue;
	};
}

/**
 * How many items are worked on at once: the first item decides for the run. An impossible value is that item's
 * own error, reported when it is prepared.
 */
export function readConcurrency(functions: IExecuteFunctions): number {
	const { concurrency } = OPTIONS;
	return concurrency.read(readLeniently(functions, 'concurrency', 0), true).concurrency;
}

/** An item's value of an option; the default for an impossible one, and where its expression fails. */
export function readLeniently(functions: IExecuteFunctions, name: OptionName, itemIndex: number): PlainValue {
	const field = createField(name, OPTIONS[name]);
	try {
		const checked = checkField(field, readParameter(functions, `options.${name}`, itemIndex));
		return ('value' in checked ? checked.value : undefined) ?? field.default;
	} catch {
		return field.default;
	}
}

/**
 * Reads the node's own options of an item.
 *
 * @param subject whose inputs they are, for the error
 * @throws DecartError `INVALID_INPUT` that lists every option with an impossible value
 */
export function readSettings(item: ItemParameters, subject: string): Settings {
	const options = item.collection('options');
	const readings = OPTION_FIELDS.map(({ option, field }) => {
		const value = options[field.parameter] ?? readBeside(item, option, field.parameter);
		const checked = checkField(field, value);
		if ('problem' in checked) return { problem: fieldProblem(field, checked.problem) };
		const isGiven = value !== undefined;
		return { setting: option.read(checked.value ?? field.default, isGiven) };
	});
	const problems = readings.flatMap(({ problem = [] }) => problem);
	if (problems.length > 0) {
		const labels = problems.map(({ label }) => `"${label}"`).join(' and ');
		throw invalidInput(subject, problems, `Correct ${labels} in the options, then run the item again.`);
	}
	const settings = Object.assign({}, ...readings.map(({ setting }) => setting)) as Settings;
	return item.isForAgent ? forAgent(settings, options.outputAs !== undefined, subject) : settings;
}

/** An agent passes on text, not files, and a file as text is too long for it; what else the person chose wins. */
function forAgent(settings: Settings, isOutputGiven: boolean, subject: string): Settings {
	if (!isOutputGiven) return { ...settings, outputAs: 'signedUrl' };
	if (settings.outputAs !== 'base64') return settings;
	const problem = 'must not be base64 where an AI agent reads the result';
	const field = { name: 'outputAs', label: OPTIONS.outputAs.label };
	throw invalidInput(
		subject,
		[fieldProblem(field, problem)],
		'Choose Signed URL as "Output As" in the options.',
	);
}

/** From version 1.1 of the node the options of a prompt stand beside it, instead of in the collection. */
function readBeside(item: ItemParameters, { group }: Option, name: string): unknown {
	return group === 'prompt' ? (item.get(name) ?? undefined) : undefined;
}

/**
 * Reads whether a queued job is waited for.
 *
 * @throws DecartError `INVALID_INPUT` for what is neither yes nor no
 */
export function readWaits(item: ItemParameters, subject: string): boolean {
	const checked = checkField(WAIT_FIELD, item.get(WAIT_FIELD.parameter));
	if ('problem' in checked) throw invalidInput(subject, [fieldProblem(WAIT_FIELD, checked.problem)]);
	return checked.value !== false;
}
