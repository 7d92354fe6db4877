import { isObject, type Schema, type SchemaObject } from '../../openapi/document';
import { withoutNull, type Nullable } from '../../openapi/nullable';

/**
 * A schema with one spelling for each meaning and without prose. `{}` accepts anything; `nullable` says that null is
 * accepted too; a constant is an `enum` of one value; a union of bare types is a `type` with a sorted list.
 */
export interface NormalSchema {
	readonly properties?: Readonly<Record<string, NormalSchema>>;
	readonly required?: readonly string[];
	readonly items?: NormalSchema;
	readonly additionalProperties?: NormalSchema;
	readonly enum?: readonly unknown[];
	readonly [keyword: string]: unknown;
}

/** Keywords that change nothing about which values are right. */
const PROSE = [
	...['title', 'description', 'summary', 'example', 'examples', 'deprecated', 'externalDocs', 'xml'],
	...['readOnly', 'writeOnly', '$comment', '$schema', '$id', '$anchor', '$defs', 'discriminator'],
];

/** Keywords that hold one schema, a list of schemas, or schemas by name. */
const ONE = ['items', 'not', 'contains', 'propertyNames', 'additionalProperties', 'if', 'then', 'else'];
const LIST = ['anyOf', 'oneOf', 'allOf'];
const NAMED = ['properties', 'patternProperties', 'dependentSchemas'];

/** Limits that allow everything. */
const EMPTY_LIMITS = { minLength: 0, minItems: 0, minProperties: 0, uniqueItems: false } as const;

/** Many operations refer to one schema. */
const known = new WeakMap<SchemaObject, NormalSchema>();

/** Gives the schema in its one spelling. */
export function normalize(schema: Schema): NormalSchema {
	if (typeof schema === 'boolean') return schema ? {} : { not: {} };
	const normal = known.get(schema) ?? normalizeObject(schema);
	known.set(schema, normal);
	return normal;
}

function normalizeObject(schema: SchemaObject): NormalSchema {
	const { schema: plain, nullable } = flattened(schema);
	const steps = [
		withNormalParts,
		withSingleBranches,
		withTypeList,
		withEnum,
		withFileFormat,
		withLimits,
		withType,
	];
	const normal = steps.reduce<SchemaObject>((current, rewrite) => rewrite(current), plain);
	if (!nullable) return normal as NormalSchema;
	const { default: initial, ...rest } = normal;
	return {
		...rest,
		...(initial !== null && initial !== undefined && { default: initial }),
		nullable,
	} as NormalSchema;
}

/** One text for everything that is equal; the order of keys and of the values of sets does not matter. */
export function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, part: unknown) =>
		isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
	);
}

/** A list in an order that depends on its members only. */
export function sorted<Item>(items: readonly Item[]): Item[] {
	return [...items].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

/** Takes prose, null and `allOf` out, again for what comes to light when a union or `allOf` is opened. */
function flattened(schema: SchemaObject): Nullable {
	const { schema: next, nullable } = withoutNull(mergeAllParts(withoutProse(schema)));
	if (canonical(next) === canonical(schema)) return { schema: next, nullable };
	const settled = flattened(next);
	return { schema: settled.schema, nullable: nullable || settled.nullable };
}

function withoutProse(schema: SchemaObject): SchemaObject {
	const entries = Object.entries(schema).filter(([key]) => !PROSE.includes(key) && !key.startsWith('x-'));
	return Object.fromEntries(entries);
}

/** `allOf` is put into one schema as long as its parts do not speak of the same thing. */
function mergeAllParts(schema: SchemaObject): SchemaObject {
	const { allOf, ...rest } = schema;
	if (!allOf) return schema;
	const parts = allOf.map((part) =>
		typeof part === 'object' ? mergeAllParts(withoutProse(part)) : { not: {} },
	);
	const joined = parts.reduce<SchemaObject | undefined>((whole, part) => whole && join(whole, part), rest);
	return joined ?? schema;
}

function join(a: SchemaObject, b: SchemaObject): SchemaObject | undefined {
	const { properties: ours = {}, required: needed = [], ...restOfA } = a;
	const { properties: theirs = {}, required: alsoNeeded = [], ...restOfB } = b;
	const clash = (x: object, y: Readonly<Record<string, unknown>>) =>
		Object.entries(x).some(([key, value]) => key in y && canonical(value) !== canonical(y[key]));
	if (clash(restOfA, restOfB) || clash(ours, theirs)) return undefined;
	const properties = { ...ours, ...theirs };
	const required = [...new Set([...needed, ...alsoNeeded])];
	return {
		...restOfA,
		...restOfB,
		...(Object.keys(properties).length > 0 && { properties }),
		...(required.length > 0 && { required }),
	};
}

function withNormalParts(schema: SchemaObject): SchemaObject {
	const parts = Object.entries(schema).map(([key, value]): [string, unknown] => {
		if (ONE.includes(key)) return [key, normalize(value as Schema)];
		if (LIST.includes(key)) return [key, sorted((value as Schema[]).map(normalize))];
		if (NAMED.includes(key) && isObject(value)) {
			return [
				key,
				Object.fromEntries(
					Object.entries(value).map(([name, part]) => [name, normalize(part as Schema)]),
				),
			];
		}
		return [key, value];
	});
	return Object.fromEntries(
		parts.filter(([key, value]) => key !== 'additionalProperties' || canonical(value) !== '{}'),
	);
}

function withSingleBranches(schema: SchemaObject): SchemaObject {
	for (const keyword of ['anyOf', 'oneOf'] as const) {
		const { [keyword]: branches, ...rest } = schema;
		const [only] = branches ?? [];
		if (branches?.length === 1 && typeof only === 'object')
			return withSingleBranches({ ...only, ...rest });
	}
	return schema;
}

/** `anyOf: [{ type: string }, { type: integer }]` is `type: [integer, string]`. */
function withTypeList(schema: SchemaObject): SchemaObject {
	const { anyOf, ...rest } = schema;
	if (Array.isArray(schema.type)) return { ...schema, type: sorted(schema.type as string[]) };
	const types = anyOf?.map((branch) =>
		typeof branch === 'object' && Object.keys(branch).join() === 'type' ? branch.type : undefined,
	);
	if (!types?.every((type): type is string => typeof type === 'string') || schema.type) return schema;
	return { ...rest, type: sorted(types) };
}

function withEnum(schema: SchemaObject): SchemaObject {
	const { const: constant, ...rest } = schema;
	const values = constant === undefined ? schema.enum : [constant];
	return values ? { ...rest, enum: sorted(values) } : schema;
}

/** A file is `format: binary` to OpenAPI 3.0 and a media type of bytes to 3.1. */
function withFileFormat(schema: SchemaObject): SchemaObject {
	const { contentMediaType, ...rest } = schema;
	return contentMediaType === 'application/octet-stream' ? { ...rest, format: 'binary' } : schema;
}

function withLimits(schema: SchemaObject): SchemaObject {
	const empty = Object.entries(EMPTY_LIMITS).flatMap(([key, value]) =>
		schema[key] === value ? [key] : [],
	);
	const dropped = [...empty, ...(schema.required?.length === 0 ? ['required'] : [])];
	const left = Object.fromEntries(Object.entries(schema).filter(([key]) => !dropped.includes(key)));
	return left.type === 'integer' ? withInclusiveLimits(left) : left;
}

/** For whole numbers `exclusiveMinimum: 0` is `minimum: 1`. */
function withInclusiveLimits(schema: SchemaObject): SchemaObject {
	const { exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
	return {
		...rest,
		...(exclusiveMinimum !== undefined && { minimum: Number(exclusiveMinimum) + 1 }),
		...(exclusiveMaximum !== undefined && { maximum: Number(exclusiveMaximum) - 1 }),
	};
}

/** What the other keywords imply about the type is the type where none is given. */
function withType(schema: SchemaObject): SchemaObject {
	if (schema.type !== undefined) return schema;
	if (schema.properties) return { ...schema, type: 'object' };
	if (schema.items) return { ...schema, type: 'array' };
	const types = new Set(schema.enum?.map((value) => typeof value));
	return types.size === 1 && types.has('string') ? { ...schema, type: 'string' } : schema;
}
