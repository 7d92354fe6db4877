import {
	boolParsing,
	floatParsing,
	intFromFloat,
	intParsing,
	type Issue,
	type Location,
	missing,
	notAMember,
	tooLarge,
	tooLong,
	tooManyItems,
	tooShort,
	tooSmall,
	wrongPattern,
	wrongType,
} from './validationIssues';
import { isNullable, type Schema, listTypes, withoutNull } from './schema';

const TRUE = ['true', '1', 'on', 'yes', 't', 'y'];
const FALSE = ['false', '0', 'off', 'no', 'f', 'n'];

/** A form's text as the type that the schema asks for, as pydantic reads it, or what is wrong with it. */
export function checkText(schema: Schema, text: string, loc: Location): string | number | boolean | Issue[] {
	const rules = withoutNull(schema);
	const [type] = listTypes(rules);
	switch (type) {
		case 'integer': {
			if (!/^\s*[+-]?\d+(\.0*)?\s*$/.test(text)) return [intParsing(loc, text)];
			return outcome(Number(text), checkNumber(rules, Number(text), loc, text));
		}
		case 'number': {
			const number = text.trim() === '' ? NaN : Number(text);
			if (Number.isNaN(number)) return [floatParsing(loc, text)];
			return outcome(number, checkNumber(rules, number, loc, text));
		}
		case 'boolean': {
			const word = text.trim().toLowerCase();
			if (TRUE.includes(word)) return true;
			return FALSE.includes(word) ? false : [boolParsing(loc, text)];
		}
		default:
			return outcome(text, checkString(rules, text, loc));
	}
}

/** What is wrong with a JSON value, nothing when it is as the schema has it. */
export function checkJson(schema: Schema, value: unknown, loc: Location): Issue[] {
	if (value === null && isNullable(schema)) return [];
	const rules = withoutNull(schema);
	const [type] = listTypes(rules);
	switch (type) {
		case 'string':
			return typeof value === 'string' ? checkString(rules, value, loc) : [wrongType(loc, type, value)];
		case 'integer':
		case 'number':
			return checkJsonNumber(rules, value, loc, type);
		case 'boolean':
			return typeof value === 'boolean' ? [] : [wrongType(loc, type, value)];
		case 'array':
			return Array.isArray(value) ? checkList(rules, value, loc) : [wrongType(loc, type, value)];
		case 'object':
			return isObject(value) ? checkObject(rules, value, loc) : [wrongType(loc, type, value)];
		default:
			return [];
	}
}

function outcome<T extends string | number | boolean>(value: T, issues: Issue[]): T | Issue[] {
	return issues.length > 0 ? issues : value;
}

function checkString(schema: Schema, text: string, loc: Location): Issue[] {
	const members = schema.const === undefined ? schema.enum : [schema.const];
	if (members && !members.includes(text)) return [notAMember(loc, members, text)];
	// Python counts characters, not UTF-16 units.
	const length = [...text].length;
	if (schema.minLength !== undefined && length < schema.minLength) {
		return [tooShort(loc, schema.minLength, text)];
	}
	if (schema.maxLength !== undefined && length > schema.maxLength) {
		return [tooLong(loc, schema.maxLength, text)];
	}
	if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(text)) {
		return [wrongPattern(loc, schema.pattern, text)];
	}
	return [];
}

function checkNumber(schema: Schema, value: number, loc: Location, input: unknown): Issue[] {
	if (schema.minimum !== undefined && value < schema.minimum) return [tooSmall(loc, schema.minimum, input)];
	if (schema.maximum !== undefined && value > schema.maximum) return [tooLarge(loc, schema.maximum, input)];
	return [];
}

function checkJsonNumber(schema: Schema, value: unknown, loc: Location, type: 'integer' | 'number'): Issue[] {
	if (typeof value === 'string') {
		const parsed = checkText(schema, value, loc);
		return Array.isArray(parsed) ? parsed : [];
	}
	if (typeof value !== 'number') return [wrongType(loc, type, value)];
	if (type === 'integer' && !Number.isInteger(value)) return [intFromFloat(loc, value)];
	return checkNumber(schema, value, loc, value);
}

function checkList(schema: Schema, list: readonly unknown[], loc: Location): Issue[] {
	if (schema.maxItems !== undefined && list.length > schema.maxItems) {
		return [tooManyItems(loc, schema.maxItems, list)];
	}
	const { items } = schema;
	return items ? list.flatMap((item, index) => checkJson(items, item, [...loc, index])) : [];
}

function checkObject(schema: Schema, value: Record<string, unknown>, loc: Location): Issue[] {
	const issues: Issue[] = [];
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		const at = [...loc, name];
		if (property === false) continue;
		if (name in value) issues.push(...checkJson(property, value[name], at));
		else if (schema.required?.includes(name)) issues.push(missing(at, value));
	}
	return issues;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
