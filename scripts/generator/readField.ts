import type { Field, MediaKind } from '../../nodes/Decart/types';
import type { Schema, SchemaObject } from '../../openapi/document';
import { parameterName } from './names';
import { withoutNull } from '../../openapi/nullable';
import { step, type WhereIs } from '../../openapi/references';

/** What the curation adds to a field of the document. */
export interface FieldNaming {
	readonly label: string;
	readonly accepts: MediaKind;
}

/** A field as written in a request body. */
export interface WrittenField {
	readonly name: string;
	readonly required: boolean;
	readonly schema: Schema;
	/** The JSON pointer of its schema. */
	readonly pointer: string;
}

/** Keywords that say nothing about which values are right, and those that every kind of field has. */
const COMMON = [
	...['title', 'description', 'example', 'examples', 'deprecated', '$comment'],
	...['type', 'default', 'enum', 'const', 'format', 'nullable', 'anyOf', 'oneOf'],
];

const KEYWORDS: Readonly<Record<Field['kind'] | 'constant', readonly string[]>> = {
	constant: COMMON,
	file: [...COMMON, 'contentMediaType'],
	text: [...COMMON, 'minLength', 'maxLength'],
	choice: COMMON,
	number: [...COMMON, 'minimum', 'maximum'],
	boolean: COMMON,
};

/** The fields of a request body in the order in which they are written. */
export function writtenFields(body: SchemaObject, whereIs: WhereIs): WrittenField[] {
	return Object.entries(body.properties ?? {}).map(([name, schema]) => ({
		name,
		required: body.required?.includes(name) ?? false,
		schema,
		pointer: step(whereIs(body, 'properties'), name),
	}));
}

/** Whether a schema stands for the bytes of a file, in either of the ways in which OpenAPI says so. */
export function isFile(schema: Schema): boolean {
	if (typeof schema === 'boolean') return false;
	const { format, contentMediaType } = withoutNull(schema).schema;
	return (
		format === 'binary' ||
		/^(application\/octet-stream|image\/.*|video\/.*)$/.test(contentMediaType ?? '')
	);
}

/**
 * Turns a field of the document into the rules that a request is checked against. A constant is no field unless
 * the server insists on it, since leaving it out means the same.
 *
 * @throws when the schema says something that the rules cannot express; the message names the keyword and where
 * it stands.
 */
export function readField(written: WrittenField, naming: FieldNaming, whereIs: WhereIs): Field | undefined {
	const { name, pointer } = written;
	if (typeof written.schema === 'boolean') throw new Error(`${pointer}: a field needs a type`);
	const { schema } = withoutNull(written.schema);
	const nodes = listNodes(written.schema);
	nodes.forEach((node) => refuseUnknown(node, Object.values(KEYWORDS).flat(), whereIs));
	const kind = classifySchema(schema, pointer);
	nodes.forEach((node) => refuseUnknown(node, KEYWORDS[kind], whereIs));
	const base = { name, parameter: parameterName(name), label: naming.label, required: written.required };
	const initial = schema.default ?? undefined;

	switch (kind) {
		case 'constant':
			return written.required ? { ...base, kind: 'choice', values: listValues(schema) } : undefined;
		case 'file':
			return { ...base, kind, accepts: naming.accepts };
		case 'text':
			return {
				...base,
				kind,
				emptyAllowed: initial === '',
				...given('minLength', schema.minLength),
				...given('maxLength', schema.maxLength),
				...given('default', initial as string | undefined),
			};
		case 'choice':
			return { ...base, kind, values: listValues(schema), ...given('default', text(initial)) };
		case 'number':
			return {
				...base,
				kind,
				integer: schema.type === 'integer',
				...given('minimum', schema.minimum),
				...given('maximum', schema.maximum),
				...given('default', initial as number | undefined),
			};
		case 'boolean':
			return { ...base, kind, ...given('default', initial as boolean | undefined) };
	}
}

/** `{ name: value }`, or nothing when there is no value. */
function given<Name extends string, Value>(
	name: Name,
	value: Value | undefined,
): Partial<Record<Name, Value>> {
	return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}

function classifySchema(schema: SchemaObject, pointer: string): Field['kind'] | 'constant' {
	if (schema.const !== undefined || schema.enum?.length === 1) return 'constant';
	if (schema.enum !== undefined) return 'choice';
	if (isFile(schema)) return 'file';
	switch (schema.type) {
		case 'string':
			return 'text';
		case 'integer':
		case 'number':
			return 'number';
		case 'boolean':
			return 'boolean';
		default:
			throw new Error(`${pointer}: a form cannot hold ${describeType(schema)}`);
	}
}

/** The schema itself and the branches of its union, each as it was written. */
function listNodes(schema: SchemaObject): SchemaObject[] {
	const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
	return [schema, ...branches.filter((branch): branch is SchemaObject => typeof branch === 'object')];
}

function refuseUnknown(node: SchemaObject, known: readonly string[], whereIs: WhereIs): void {
	const unknown = Object.keys(node).find(
		(keyword) => !known.includes(keyword) && !keyword.startsWith('x-'),
	);
	if (unknown) throw new Error(`unknown schema keyword "${unknown}" at ${whereIs(node, unknown)}`);
}

function listValues(schema: SchemaObject): string[] {
	return (schema.enum ?? [schema.const]).map(String);
}

function text(value: unknown): string | undefined {
	return value === undefined ? undefined : String(value);
}

function describeType(schema: SchemaObject): string {
	const union = ['anyOf', 'oneOf'].find((keyword) => schema[keyword] !== undefined);
	if (union) return `several kinds of values ("${union}")`;
	return schema.type === undefined ? 'a field without a type' : `the type ${JSON.stringify(schema.type)}`;
}
