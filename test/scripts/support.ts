import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { OWN_CURATION, OWN_SPEC } from '../../scripts/util/arguments';
import { readCatalog, type Catalog } from '../../scripts/generator/catalog';
import { customModel } from '../../scripts/generator/customModel';
import { loadCuration } from '../../scripts/generator/curation';
import { specFromText } from '../../openapi/load';
import {
	generateOperationParameters,
	type Properties,
} from '../../scripts/generator/generateOperationParameters';

/** A way into a document, from the outside in. */
type Way = readonly (string | number)[];

/** A document that a test changes. */
export class Draft {
	constructor(readonly document: unknown) {}

	get(...way: Way): unknown {
		return way.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], this.document);
	}

	set(way: Way, value: unknown): void {
		(this.get(...way.slice(0, -1)) as Record<string, unknown>)[String(way.at(-1))] = value;
	}

	push(way: Way, value: unknown): void {
		(this.get(...way) as unknown[]).push(value);
	}

	remove(...way: Way): void {
		const parent = this.get(...way.slice(0, -1)) as Record<string, unknown>;
		const key = String(way.at(-1));
		if (!(key in parent)) throw new Error(`there is no ${way.join('/')} to remove`);
		Reflect.deleteProperty(parent, key);
	}
}

const own: unknown = parse(readFileSync(OWN_SPEC, 'utf8'));

/** The project's document as it is written, references and all, changed by the test. */
export function changedSpec(change: (draft: Draft) => void): unknown {
	const draft = new Draft(structuredClone(own));
	change(draft);
	return draft.document;
}

/** The way to a schema of the document, or to a part of it. */
export function schema(name: string, ...way: Way): Way {
	return ['components', 'schemas', name, ...way];
}

/** The catalog of the project's document, changed by the test, with the project's curation. */
export async function changedCatalog(change: (draft: Draft) => void): Promise<Catalog> {
	const spec = specFromText(JSON.stringify(changedSpec(change)), 'the changed document');
	return readCatalog(spec, await loadCuration(OWN_CURATION));
}

/** The parameters of one operation of a catalog. */
export function findProperties({ operations }: Catalog, key: string): Properties {
	const operation = operations.find((found) => found.key === key);
	if (!operation) throw new Error(`no operation ${key}`);
	return generateOperationParameters(operation, customModel(operation.defaultModel));
}

/** A model of a catalog. */
export function findModel({ operations }: Catalog, id: string) {
	const model = operations.flatMap(({ models }) => models).find((found) => found.id === id);
	if (!model) throw new Error(`no model ${id}`);
	return model;
}

/** Does something with a document in a file of its own. */
export async function withSpecFile<Result>(
	document: unknown,
	format: 'json' | 'yaml',
	use: (file: string) => Promise<Result>,
): Promise<Result> {
	return withFolder(async (folder) => {
		const file = join(folder, `api.${format}`);
		await writeFile(file, format === 'json' ? JSON.stringify(document) : stringify(document));
		return use(file);
	});
}

/** Does something in an empty folder, which is removed afterward. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
	const folder = await mkdtemp(join(tmpdir(), 'decart-spec-'));
	try {
		return await use(folder);
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** Runs a command and keeps what it writes. */
export async function run(
	command: (
		args: readonly string[],
		output: { line: (text: string) => void; problem: (text: string) => void },
	) => Promise<number>,
	...args: readonly string[]
): Promise<{ code: number; lines: string[]; problems: string[] }> {
	const lines: string[] = [];
	const problems: string[] = [];
	const code = await command(args, {
		line: (text) => lines.push(text),
		problem: (text) => problems.push(text),
	});
	return { code, lines, problems };
}
