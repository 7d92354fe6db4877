import type { Content, OpenApiDocument, Operation as Described } from '../../openapi/document';
import { METHODS } from '../../openapi/document';
import { readText, specFromText } from '../../openapi/load';
import { assertUnderstood, type Schema } from './schema';

/** One method of one path, with what its request must look like. */
export interface Operation {
	readonly method: string;
	/** As the document writes it, `/v1/jobs/{job_id}`. */
	readonly path: string;
	readonly form?: Schema;
	readonly json?: Schema;
	readonly bodyRequired: boolean;
}

/**
 * Lists the operations of an OpenAPI document (YAML or JSON). Rejects when it cannot be read, or has a rule
 * that the sandbox does not check.
 */
export async function loadOperations(file: string): Promise<readonly Operation[]> {
	const text = await readText(file);
	const known = byText.get(text) ?? listOperations(specFromText(text, file).document);
	byText.set(text, known);
	return known;
}

/** A process that starts many sandboxes parses the same document once. */
const byText = new Map<string, readonly Operation[]>();

function listOperations({ paths }: OpenApiDocument): Operation[] {
	return Object.entries(paths).flatMap(([path, item]) =>
		METHODS.flatMap((method) => {
			const described = item[method];
			return described ? [readOperation(method.toUpperCase(), path, described)] : [];
		}),
	);
}

function readOperation(method: string, path: string, described: Described): Operation {
	const { content = {}, required = false } = described.requestBody ?? {};
	const form = findSchema(content, 'multipart/form-data', `${method} ${path}`);
	const json = findSchema(content, 'application/json', `${method} ${path}`);
	return { method, path, bodyRequired: required, ...(form && { form }), ...(json && { json }) };
}

function findSchema(content: Content, contentType: string, where: string): Schema | undefined {
	const schema = content[contentType]?.schema;
	if (typeof schema !== 'object') return undefined;
	assertUnderstood(schema as Schema, where);
	return schema as Schema;
}
