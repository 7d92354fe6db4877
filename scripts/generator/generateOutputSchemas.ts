import { HAND_WRITTEN_OPERATIONS } from '../../nodes/Decart/actions/handWrittenOperations';
import { resultFields } from '../../nodes/Decart/generation/resultFields';
import type { OutputFields, OutputType } from '../../nodes/Decart/operation/outputFields';
import type { CatalogOperation } from './catalog';
import type { SourceFile } from './printTypeScript';

/** The node's versions as n8n names their folders. Older n8n reads exactly one of them. */
const VERSION_FOLDERS = ['v1.0.0', 'v1.1.0'];

/** n8n caches a schema by this number; it is the schema's, not the node's. */
const SCHEMA_VERSION = 1;

/**
 * What n8n's editor shows of a node that has not run: a JSON schema for each version, resource and operation, as in
 * `v1.1.0/image/edit.json`.
 */
export function generateOutputSchemas(operations: readonly CatalogOperation[]): SourceFile[] {
	const outputs = [
		...operations.map(
			({ resource, operation, models }) => [`${resource}/${operation}`, resultFields(models)] as const,
		),
		...Object.entries(HAND_WRITTEN_OPERATIONS).flatMap(([resource, written]) =>
			Object.entries(written).map(
				([operation, { output }]) => [`${resource}/${operation}`, output] as const,
			),
		),
	];
	return VERSION_FOLDERS.flatMap((folder) =>
		outputs.map(([name, output]) => ({ name: `${folder}/${name}.json`, text: print(output) })),
	);
}

function print(output: OutputFields): string {
	return JSON.stringify({ ...asSchema(output), version: SCHEMA_VERSION });
}

function asSchema(type: OutputType): object {
	if (typeof type === 'string') return { type };
	if (isList(type)) return { type: 'array', items: asSchema(type[0]) };
	const properties = Object.entries(type).map(([name, field]) => [name, asSchema(field)] as const);
	return { type: 'object', properties: Object.fromEntries(properties) };
}

function isList(type: OutputType): type is readonly [OutputType] {
	return Array.isArray(type);
}
