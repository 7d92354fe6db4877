import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection, settingParameters } from '../../nodes/Decart/operation/optionParameters';
import { SETTING_FIELDS, type SettingName } from '../../nodes/Decart/operation/settings';
import { code, table } from './markdown';

const MOST_EXPLAINED = 4;

/** The options that are the node's own, rather than the API's. */
export function optionsTable(): string {
	const names = Object.keys(SETTING_FIELDS) as SettingName[];
	const { options = [] } = optionsCollection(settingParameters(names));
	const rows = (options as INodeProperties[]).map((option) => [
		option.displayName,
		whatItDoes(option),
		presetOf(option),
	]);
	return table(['Option', 'What it does', 'Default'], rows);
}

function whatItDoes({ description = '', options = [], name }: INodeProperties): string {
	return [withStop(description), valuesOf(options), rangeOf(name, description)].filter(Boolean).join(' ');
}

/** The values with what each does, or their names alone where there are many. */
function valuesOf(options: NonNullable<INodeProperties['options']>): string {
	const values = options.filter((option) => 'value' in option);
	if (values.length === 0) return '';
	if (values.length > MOST_EXPLAINED) return `${values.map(({ name }) => name).join(', ')}.`;
	return `${values.map((value) => `_${value.name}_: ${lowerFirst(value.description ?? '')}`).join('; ')}.`;
}

function rangeOf(name: string, description: string): string {
	const field = SETTING_FIELDS[name as SettingName];
	if (field.kind !== 'number') return '';
	const range = `${field.minimum} to ${field.maximum}`;
	return description.includes(range) ? '' : `${range}.`;
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

function presetOf({ default: preset, options = [] }: INodeProperties): string {
	const chosen = options.find((option) => 'value' in option && option.value === preset);
	if (chosen) return chosen.name;
	return preset === '' ? '' : code(String(preset));
}

function withStop(text: string): string {
	return text === '' || text.endsWith('.') ? text : `${text}.`;
}
