import type { ModelId, Surface } from '../../nodes/Decart/types';
import { isObject, type Operation, type SchemaObject } from '../../openapi/document';
import type { LocatedSpec } from '../../openapi/load';

/** A path under which one model is served, with the form that it takes. */
export interface Route {
	readonly model: ModelId;
	readonly surface: Surface;
	readonly path: string;
	readonly operation: Operation;
	readonly body: SchemaObject;
}

const SURFACES: readonly (readonly [Surface, RegExp])[] = [
	['process', /^\/v1\/generate\/([^/{}]+)$/],
	['queue', /^\/v1\/jobs\/([^/{}]+)$/],
];

/** Keywords that a request body may have beside its fields. */
const BODY_KEYWORDS = [
	'type',
	'properties',
	'required',
	'oneOf',
	'title',
	'description',
	'additionalProperties',
];

/**
 * Finds the paths that make something, process surface first, each in the order of the document.
 *
 * @throws when one of them takes no multipart form, or its form is described with an unknown keyword.
 */
export function readRoutes(spec: LocatedSpec): Route[] {
	return SURFACES.flatMap(([surface, pattern]) =>
		Object.entries(spec.document.paths).flatMap(([path, item]) => {
			const model = pattern.exec(path)?.[1];
			if (!model || !item.post) return [];
			return [{ model, surface, path, operation: item.post, body: findForm(item.post, spec) }];
		}),
	);
}

function findForm(operation: Operation, spec: LocatedSpec): SchemaObject {
	const schema = operation.requestBody?.content?.['multipart/form-data']?.schema;
	if (!isObject(schema)) throw new Error(`${spec.whereIs(operation)} takes no multipart/form-data`);
	const unknown = Object.keys(schema).find((key) => !BODY_KEYWORDS.includes(key) && !key.startsWith('x-'));
	if (unknown) throw new Error(`unknown schema keyword "${unknown}" at ${spec.whereIs(schema, unknown)}`);
	return schema;
}
