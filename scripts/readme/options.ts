import type { INodeProperties } from 'n8n-workflow';
import { optionParameters, optionsCollection } from '../../nodes/Decart/operation/optionParameters';
import { OPTIONS } from '../../nodes/Decart/operation/options';
import { code, table } from './markdown';

const MOST_EXPLAINED = 4;

type Group = (typeof OPTIONS)[keyof typeof OPTIONS]['group'];

/** What bears on how a run goes, rather than on what it gives. */
const RUNNING: readonly Group[] = ['request', 'surface', 'wait', 'paid'];

/** The options for the result and its cost that are the node's own, rather than the API's. */
export function resultOptionsTable(): string {
	// What fills the prompt stands beside it.
	return optionsTable((group) => !RUNNING.includes(group) && group !== 'prompt');
}

/** The options for waiting, retries and batches. */
export function runningOptionsTable(): string {
	return optionsTable((group) => RUNNING.includes(group));
}

function optionsTable(isListed: (group: Group) => boolean): string {
	const groups = Object.values(OPTIONS)
		.map(({ group }) => group)
		.filter(isListed);
	const { options = [] } = optionsCollection(optionParameters(...groups));
	const rows = (options as INodeProperties[]).map((option) => [
		option.displayName,
		whatItDoes(option),
		describeDefault(option),
	]);
	return table(['Option', 'What it does', 'Default'], rows);
}

function whatItDoes({ description = '', options = [], typeOptions }: INodeProperties): string {
	return [withStop(description), listChoices(options), describeRange(typeOptions, description)]
		.filter(Boolean)
		.join(' ');
}

/** The values with what each does, or their names alone where there are many. */
function listChoices(options: NonNullable<INodeProperties['options']>): string {
	const values = options.filter((option) => 'value' in option);
	if (values.length === 0) return '';
	if (values.length > MOST_EXPLAINED) return `${values.map(({ name }) => name).join(', ')}.`;
	return `${values.map((value) => `_${value.name}_: ${lowerFirst(value.description ?? '')}`).join('; ')}.`;
}

function describeRange(typeOptions: INodeProperties['typeOptions'], description: string): string {
	if (typeOptions?.minValue === undefined || typeOptions.maxValue === undefined) return '';
	const range = `${typeOptions.minValue} to ${typeOptions.maxValue}`;
	return description.includes(range) ? '' : `${range}.`;
}

function lowerFirst(text: string): string {
	return text.startsWith('Decart') ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

function describeDefault({ default: preset, options = [] }: INodeProperties): string {
	const chosen = options.find((option) => 'value' in option && option.value === preset);
	if (chosen) return chosen.name;
	return preset === '' ? '' : code(String(preset));
}

function withStop(text: string): string {
	return text === '' || text.endsWith('.') ? text : `${text}.`;
}
