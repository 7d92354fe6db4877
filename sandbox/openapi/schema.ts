/** The part of JSON Schema that the API's document uses, with every `$ref` already followed. */
export interface Schema {
	readonly type?: string | readonly string[];
	readonly format?: string;
	readonly contentMediaType?: string;
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly default?: unknown;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly pattern?: string;
	readonly items?: Schema;
	readonly maxItems?: number;
	readonly properties?: Readonly<Record<string, Schema | false>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: boolean | Schema;
	readonly anyOf?: readonly Schema[];
	readonly oneOf?: readonly Schema[];
	readonly title?: string;
	readonly description?: string;
}

const KNOWN = new Set([
	'type',
	'format',
	'contentMediaType',
	'enum',
	'const',
	'default',
	'minimum',
	'maximum',
	'minLength',
	'maxLength',
	'pattern',
	'items',
	'maxItems',
	'properties',
	'required',
	'additionalProperties',
	'anyOf',
	'oneOf',
	'title',
	'description',
]);

/**
 * Stops at a rule that the sandbox would not check: a request must not pass here only because the checker
 * did not understand the document. Throws an error that names the keyword and where it stands.
 */
export function assertUnderstood(schema: Schema, where: string): void {
	for (const keyword of Object.keys(schema)) {
		if (!KNOWN.has(keyword)) throw new Error(`${where}: the sandbox does not check "${keyword}"`);
	}
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		if (property !== false) assertUnderstood(property, `${where}.${name}`);
	}
	for (const [index, part] of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].entries()) {
		assertUnderstood(part, `${where}[${index}]`);
	}
	if (schema.items) assertUnderstood(schema.items, `${where}[]`);
}

/** The types a value may have, `null` left out. */
export function listTypes(schema: Schema): readonly string[] {
	const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
	return types.filter((type) => type !== 'null');
}

/** Whether null is as good as nothing. */
export function isNullable(schema: Schema): boolean {
	const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
	return types.includes('null') || (schema.anyOf ?? []).some(isNullable);
}

/** An `anyOf` of a schema and null is that schema. */
export function withoutNull(schema: Schema): Schema {
	const rest = (schema.anyOf ?? []).filter((part) => part.type !== 'null');
	return rest.length === 1 && rest[0] ? withoutNull(rest[0]) : schema;
}

/** Whether a form field is a file. */
export function isFileField(schema: Schema): boolean {
	const { format, contentMediaType } = withoutNull(schema);
	return (
		format === 'binary' ||
		/^(application\/octet-stream|image\/.*|video\/.*)$/.test(contentMediaType ?? '')
	);
}
