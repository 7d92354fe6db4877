import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { isObject, type OpenApiDocument } from './document';
import { resolveRefs, type WhereIs } from './references';

/** A document without references, and where each of its parts was written. */
export interface LocatedSpec {
	readonly document: OpenApiDocument;
	readonly whereIs: WhereIs;
}

/**
 * Reads an OpenAPI 3 document from a file or an http(s) URL, JSON or YAML, and replaces every `$ref`.
 *
 * @throws when it cannot be read or parsed, or is no OpenAPI 3 document; the message names the source.
 */
export async function loadSpec(source: string): Promise<OpenApiDocument> {
	return (await loadLocatedSpec(source)).document;
}

/** Does what `loadSpec` does, and tells where each part was written. */
export async function loadLocatedSpec(source: string): Promise<LocatedSpec> {
	return specFromText(await readText(source), source);
}

/** What was read from YAML before in this process, by text; JSON is parsed in no time. */
const known = new Map<string, LocatedSpec>();

/** Parses the text of a document, which nobody may change; `source` names it in error messages. */
export function specFromText(text: string, source: string): LocatedSpec {
	const spec = known.get(text) ?? readSpec(text, source);
	if (!isJson(text)) known.set(text, spec);
	return spec;
}

function readSpec(text: string, source: string): LocatedSpec {
	const written = parseText(text, source);
	if (!isObject(written) || !/^3\./.test(String(written.openapi)) || !isObject(written.paths)) {
		throw new Error(`${source} is not an OpenAPI 3 document`);
	}
	const { value, whereIs } = resolveRefs(written);
	return { document: value as OpenApiDocument, whereIs };
}

/**
 * Reads text from a file or an http(s) URL.
 *
 * @throws when the file cannot be read or the server does not answer with success.
 */
export async function readText(source: string): Promise<string> {
	if (!/^https?:\/\//i.test(source)) return readFile(source, 'utf8');
	const response = await fetch(source);
	if (!response.ok) throw new Error(`${source} answered ${response.status}`);
	return response.text();
}

/** Parses JSON or YAML. */
export function parseText(text: string, source: string): unknown {
	try {
		return isJson(text) ? JSON.parse(text) : parse(text);
	} catch (error) {
		throw new Error(`${source} is neither JSON nor YAML: ${(error as Error).message}`);
	}
}

function isJson(text: string): boolean {
	return text.trimStart().startsWith('{');
}
