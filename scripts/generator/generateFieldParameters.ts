import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type {
	BooleanField,
	ChoiceField,
	Field,
	Model,
	NumberField,
	TextField,
} from '../../nodes/Decart/types';
import type { FieldCuration } from './curation';
import { generateFileParameters } from './generateFileParameters';
import { humanizeValue } from './names';
import type { Conditions, Parameter } from './parameter';
import { describe, describeSwitch } from './descriptions';

/** From this many entries on, n8n's linter wants a list in alphabetical order. */
const SORTED_FROM = 5;

/** The parameters that a model's fields become; `about` is what the curation says about each. */
export function generateFieldParameters(model: Model, about: (field: string) => FieldCuration): Parameter[] {
	const main = model.fields.find((field) => field.kind === 'file' && field.required);
	return model.fields.flatMap((field) => {
		const curated = about(field.name);
		if (field.kind === 'file') return generateFileParameters(field, curated, field === main);
		const required = isNeeded(field, model);
		return {
			field: field.name,
			property: createProperty(field, required, curated),
			when: hiddenByFiles(field, model),
			central: required || curated.central === true,
		};
	});
}

function createProperty(
	field: Exclude<Field, { kind: 'file' }>,
	required: boolean,
	about: FieldCuration,
): INodeProperties {
	const base = { displayName: field.label, name: field.parameter, ...(required && { required }) };
	const placeholder = about.placeholder && { placeholder: about.placeholder };
	switch (field.kind) {
		case 'text':
			return { ...base, type: 'string', ...textProperty(field, about), ...placeholder };
		case 'choice':
			return { ...base, type: 'options', ...choiceProperty(field, about) };
		case 'number':
			return { ...base, type: 'number', ...numberProperty(field, about), ...placeholder };
		case 'boolean':
			return { ...base, type: 'boolean', ...booleanProperty(field, about) };
	}
}

type Details = Pick<INodeProperties, 'default' | 'description' | 'options' | 'typeOptions'>;

function textProperty(field: TextField, about: FieldCuration): Details {
	const limit = field.maxLength && `At most ${field.maxLength.toLocaleString('en')} characters`;
	return {
		...(about.rows && { typeOptions: { rows: about.rows } }),
		default: field.default ?? about.initial ?? '',
		...description(field.label, about.help, limit || undefined),
	};
}

function choiceProperty(field: ChoiceField, about: FieldCuration): Details {
	const options = field.values.map((value): INodePropertyOptions => ({
		name: about.values?.[value] ?? humanizeValue(value),
		value,
	}));
	if (options.length >= SORTED_FROM) options.sort((a, b) => a.name.localeCompare(b.name, 'en'));
	return {
		options,
		default: field.default ?? about.initial ?? field.values[0] ?? '',
		...description(field.label, about.help),
	};
}

function numberProperty(field: NumberField, about: FieldCuration): Details {
	const typeOptions = {
		...(field.minimum !== undefined && { minValue: field.minimum }),
		...(field.maximum !== undefined && { maxValue: field.maximum }),
		...(field.integer && { numberPrecision: 0 }),
	};
	const nearestToZero = Math.min(Math.max(0, field.minimum ?? 0), field.maximum ?? Infinity);
	return {
		...(Object.keys(typeOptions).length > 0 && { typeOptions }),
		default: field.default ?? about.initial ?? nearestToZero,
		...description(field.label, about.help, describeRange(field)),
	};
}

function describeRange({ minimum, maximum }: NumberField): string | undefined {
	if (minimum === undefined || maximum === undefined) return undefined;
	return `From ${minimum} to ${maximum}`;
}

function booleanProperty(field: BooleanField, about: FieldCuration): Details {
	return {
		default: field.default ?? about.initial ?? false,
		description: describeSwitch(about.help, field.label),
	};
}

/** No description when there is nothing to say beyond the label. */
function description(
	label: string,
	...parts: readonly (string | undefined)[]
): Pick<INodeProperties, 'description'> {
	const text = describe(...parts);
	return text === '' || text.toLowerCase() === label.toLowerCase() ? {} : { description: text };
}

/** Whether a field has to be filled in wherever it is shown: by itself, or by every combination that allows it. */
function isNeeded(field: Field, model: Model): boolean {
	if (field.kind === 'text' && field.emptyAllowed) return false;
	const allowing =
		model.fieldCombinations?.filter((combination) => !combination.forbids.includes(field.name)) ?? [];
	return (
		field.required ||
		(allowing.length > 0 && allowing.every(({ requires }) => requires.includes(field.name)))
	);
}

/** A field that an combination forbids is hidden as soon as the optional file that the combination needs is chosen. */
function hiddenByFiles(field: Field, model: Model): Conditions {
	const forbidding =
		model.fieldCombinations?.filter((combination) => combination.forbids.includes(field.name)) ?? [];
	const files = model.fields.filter(
		({ kind, required, name }) =>
			kind === 'file' && !required && forbidding.some(({ requires }) => requires.includes(name)),
	);
	return Object.fromEntries(files.map(({ parameter }) => [`${parameter}Source`, ['none']]));
}
