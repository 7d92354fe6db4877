import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { MediaKind } from '../../nodes/Decart/types';
import type { Operation } from './operations';

/** A path under which a model is served. */
export interface ServedModel {
	readonly id: string;
	readonly surface: 'generate' | 'submit';
	readonly retired: boolean;
	readonly output: MediaKind;
	/** What each file field takes. */
	readonly accepts: Readonly<Record<string, MediaKind>>;
}

/** The part of `curation.yaml` that the sandbox reads: what the API's own document cannot say. */
interface Curation {
	readonly fields: Readonly<Record<string, CuratedField>>;
	readonly operations: Readonly<Record<string, CuratedOperation>>;
}

interface CuratedField {
	readonly accepts?: MediaKind;
}

interface CuratedOperation {
	readonly makes: MediaKind;
	readonly fields?: Readonly<Record<string, CuratedField>>;
	readonly models: Readonly<Record<string, CuratedModel>>;
}

interface CuratedModel {
	readonly status?: 'deprecated' | 'retired';
	readonly replacement?: string;
}

/** What is known about the models beside their request schemas. */
export class ModelCatalog {
	private readonly curation: Curation;

	/** Throws when the file cannot be read. */
	constructor(curationFile: string) {
		this.curation = readCuration(curationFile);
	}

	/** The model that an operation serves; `undefined` when it is no generation. */
	served({ method, path }: Operation): ServedModel | undefined {
		const [, where, id] = /^\/v1\/(generate|jobs)\/([^/{}]+)$/.exec(path) ?? [];
		if (method !== 'POST' || id === undefined) return undefined;
		const surface = where === 'generate' ? 'generate' : 'submit';
		const operation = Object.values(this.curation.operations).find(({ models }) => id in models);
		const output = operation?.makes ?? (surface === 'generate' ? 'image' : 'video');
		return {
			id,
			surface,
			output,
			retired: operation?.models[id]?.status === 'retired',
			accepts: this.accepts(operation, output),
		};
	}

	/**
	 * The id that a name stands for: a deprecated name for its replacement, a `-latest` name for the first
	 * pinned model of its family, every other for itself.
	 */
	resolve(name: string): string {
		const operation = Object.values(this.curation.operations).find(({ models }) => name in models);
		const model = operation?.models[name];
		if (model?.status === 'deprecated') return model.replacement ?? name;
		if (!name.endsWith('-latest') || !operation) return name;
		const family = name.slice(0, -'latest'.length);
		const pinned = Object.keys(operation.models).filter((id) => !id.endsWith('-latest'));
		return pinned.find((id) => `${id}-`.startsWith(family)) ?? name;
	}

	private accepts(operation: CuratedOperation | undefined, output: MediaKind): ServedModel['accepts'] {
		const fields = { ...this.curation.fields, ...operation?.fields };
		const kinds = Object.keys(fields).map((name) => [
			name,
			operation?.fields?.[name]?.accepts ?? this.curation.fields[name]?.accepts,
		]);
		return { data: output, ...Object.fromEntries(kinds.filter(([, kind]) => kind !== undefined)) };
	}
}

/** A process that starts many sandboxes parses the same file once. */
const byText = new Map<string, Curation>();

function readCuration(file: string): Curation {
	const text = readFileSync(file, 'utf8');
	const known = byText.get(text) ?? (parse(text) as Curation);
	byText.set(text, known);
	return known;
}
