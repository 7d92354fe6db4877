import type { ChoiceField, Field, FileField, NumberField, TextField } from '../types';

/** A field whose value is written in the form as text. */
export type PlainField = Exclude<Field, FileField>;
export type PlainValue = string | number | boolean;

/** A value that may be sent, `undefined` for a field that is left out, or what is wrong with it, in words that follow the field's name. */
export type Checked = { readonly value: PlainValue | undefined } | { readonly problem: string };

/**
 * Checks a parameter's value against the field's rules from the OpenAPI document. The editor checks little
 * of it, and nothing that comes from an expression, where a number often arrives as text.
 *
 * @returns the value in the field's own type, or what is wrong: `is required`
 */
export function checkField(field: PlainField, raw: unknown): Checked {
	const isMissing = raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
	const mayBeEmpty = field.kind === 'text' && field.emptyAllowed && typeof raw === 'string';
	if (isMissing && field.required) return { problem: 'is required' };
	if (isMissing) return { value: mayBeEmpty ? '' : undefined };
	switch (field.kind) {
		case 'text':
			return checkText(field, raw);
		case 'choice':
			return checkChoice(field, raw);
		case 'number':
			return checkNumber(field, raw);
		case 'boolean':
			return checkBoolean(raw);
	}
}

function checkText(field: TextField, raw: unknown): Checked {
	if (!isPlainValue(raw)) return { problem: `must be text, not ${describeKind(raw)}` };
	const value = String(raw);
	// As JSON Schema and Python count: characters, not UTF-16 units.
	const length = [...value].length;
	if (field.minLength !== undefined && length < field.minLength) {
		return { problem: `must have at least ${field.minLength} characters, it has ${length}` };
	}
	if (field.maxLength !== undefined && length > field.maxLength) {
		return { problem: `must have at most ${field.maxLength} characters, it has ${length}` };
	}
	return { value };
}

function checkChoice(field: ChoiceField, raw: unknown): Checked {
	const value = isPlainValue(raw) ? String(raw) : undefined;
	if (value !== undefined && field.values.includes(value)) return { value };
	return { problem: `must be ${field.values.join(' or ')}, not ${show(raw)}` };
}

function checkNumber(field: NumberField, raw: unknown): Checked {
	const value = typeof raw === 'string' && /^[+-]?\d+(\.\d+)?$/.test(raw.trim()) ? Number(raw) : raw;
	const isWanted =
		typeof value === 'number' && (field.integer ? Number.isInteger(value) : Number.isFinite(value));
	const isInRange =
		isWanted && value >= (field.minimum ?? -Infinity) && value <= (field.maximum ?? Infinity);
	if (isInRange) return { value };
	return {
		problem: `must be ${field.integer ? 'a whole number' : 'a number'}${range(field)}, not ${show(raw)}`,
	};
}

function checkBoolean(raw: unknown): Checked {
	if (typeof raw === 'boolean') return { value: raw };
	if (raw === 'true' || raw === 'false') return { value: raw === 'true' };
	return { problem: `must be true or false, not ${show(raw)}` };
}

function range({ minimum, maximum }: NumberField): string {
	if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
	if (minimum !== undefined) return ` of at least ${minimum}`;
	return maximum === undefined ? '' : ` of at most ${maximum}`;
}

/** Whether a value can be written as text in a form. */
export function isPlainValue(value: unknown): value is PlainValue {
	return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

const SHOWN_CHARACTERS = 40;

function show(value: unknown): string {
	if (typeof value === 'object' && value !== null) return describeKind(value);
	const text = typeof value === 'string' ? `"${value}"` : String(value);
	return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function describeKind(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : typeof value;
}
