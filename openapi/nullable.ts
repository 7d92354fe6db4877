import type { Schema, SchemaObject } from './document';

/** A schema without its null, and whether it had one. */
export interface Nullable {
	readonly schema: SchemaObject;
	readonly nullable: boolean;
}

/**
 * Takes the null out of a schema however it is spelled: `anyOf` or `oneOf` with a null branch, a list of types,
 * an `enum` with null, or OpenAPI 3.0's `nullable`. A union of which one branch is left becomes that branch.
 */
export function withoutNull(schema: SchemaObject): Nullable {
	const steps = [unionWithoutNull, typeWithoutNull, enumWithoutNull, flagWithoutNull];
	return steps.reduce<Nullable>(
		(found, takeOut) => {
			const next = takeOut(found.schema);
			return { schema: next.schema, nullable: found.nullable || next.nullable };
		},
		{ schema, nullable: false },
	);
}

function unionWithoutNull(schema: SchemaObject): Nullable {
	for (const keyword of ['anyOf', 'oneOf'] as const) {
		const { [keyword]: branches, ...rest } = schema;
		const left = branches?.filter((branch) => !isNull(branch));
		if (!branches || !left || left.length === branches.length) continue;
		const [only] = left;
		const alone = left.length === 1 && typeof only === 'object';
		return { schema: alone ? { ...only, ...rest } : { ...rest, [keyword]: left }, nullable: true };
	}
	return { schema, nullable: false };
}

function typeWithoutNull(schema: SchemaObject): Nullable {
	if (typeof schema.type === 'string' || !schema.type?.includes('null')) return { schema, nullable: false };
	const left = schema.type.filter((type) => type !== 'null');
	return {
		schema: { ...schema, type: left.length === 1 ? left[0] : left } as SchemaObject,
		nullable: true,
	};
}

function enumWithoutNull(schema: SchemaObject): Nullable {
	if (!schema.enum?.includes(null)) return { schema, nullable: false };
	return { schema: { ...schema, enum: schema.enum.filter((value) => value !== null) }, nullable: true };
}

function flagWithoutNull(schema: SchemaObject): Nullable {
	if (typeof schema.nullable !== 'boolean') return { schema, nullable: false };
	const { nullable, ...rest } = schema;
	return { schema: rest, nullable: nullable === true };
}

function isNull(schema: Schema): boolean {
	return typeof schema === 'object' && (schema.type === 'null' || schema.const === null);
}
