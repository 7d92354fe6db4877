import type { ReceivedFile, ReceivedForm } from '../multipart/receiveForm';
import { checkText } from './validateValue';
import { type Issue, missing, notAFile, valueError, wrongType } from './validationIssues';
import { isFileField, type Schema } from './schema';

/** A form that passed: what was given, as its types. Defaults are not filled in. */
export interface CheckedForm {
	readonly values: Readonly<Record<string, string | number | boolean>>;
	readonly files: Readonly<Record<string, ReceivedFile>>;
}

/** A form's outcome: issues, in the order of the fields, or none. */
export interface FormCheck extends CheckedForm {
	readonly issues: readonly Issue[];
	/** Parts that the schema does not have; FastAPI ignores them. */
	readonly unknownFields: readonly string[];
}

/** Checks a form against the request schema of its operation, as FastAPI does. */
export function checkForm(schema: Schema, form: ReceivedForm): FormCheck {
	const values: Record<string, string | number | boolean> = {};
	const files: Record<string, ReceivedFile> = {};
	const issues: Issue[] = [];
	const properties = Object.entries(schema.properties ?? {});
	for (const [name, property] of properties) {
		if (property === false) continue;
		const loc = ['body', name];
		const file = form.files.get(name);
		const text = form.texts.get(name);
		if (isFileField(property)) {
			if (file) files[name] = file;
			else if (text !== undefined && text !== '') issues.push(notAFile(loc, text));
			else if (schema.required?.includes(name)) issues.push(missing(loc));
		} else if (file) {
			issues.push(wrongType(loc, 'string', { filename: file.filename, size: file.size }));
		} else if (text === undefined || text === '') {
			// FastAPI takes an empty form value for one that was not sent.
			if (schema.required?.includes(name)) issues.push(missing(loc));
		} else {
			const value = checkText(property, text, loc);
			if (Array.isArray(value)) issues.push(...value);
			else values[name] = value;
		}
	}
	if (issues.length === 0) issues.push(...checkOneOfBranches(schema, { ...values, ...files }));
	const declared = new Set(properties.map(([name]) => name));
	const sent = [...form.texts.keys(), ...form.files.keys()];
	return { values, files, issues, unknownFields: sent.filter((name) => !declared.has(name)) };
}

/** Exactly one way of filling in the form must be met: what it requires is there, what it rules out is not. */
function checkOneOfBranches(schema: Schema, given: Readonly<Record<string, unknown>>): Issue[] {
	if (!schema.oneOf) return [];
	const met = schema.oneOf.filter(
		(way) =>
			(way.required ?? []).every((name) => name in given) &&
			ruledOutBy(way).every((name) => !(name in given)),
	);
	if (met.length === 1) return [];
	const ways = schema.oneOf.map(
		(way) => `${(way.required ?? []).join(' and ')} without ${ruledOutBy(way).join(' or ')}`,
	);
	return [valueError(['body'], `Provide exactly one of: ${ways.join('; ')}`)];
}

function ruledOutBy(way: Schema): string[] {
	return Object.entries(way.properties ?? {}).flatMap(([name, rule]) => (rule === false ? [name] : []));
}
