import type { Field, Model, ModelId, ModelStatus } from '../../nodes/Decart/types';
import { readAlternatives } from './alternatives';
import {
	fieldCuration,
	type Curation,
	type FieldCuration,
	type ModelCuration,
	type OperationCuration,
} from './curation';
import type { Schema } from './document';
import { readField, writtenFields } from './fields';
import { guessMedia, guessOperation } from './guess';
import type { LocatedSpec } from './load';
import { humanise, humaniseModel } from './names';
import { readRoutes, type Route } from './routes';

/** An operation with the models that the document serves for it. */
export interface CatalogueOperation {
	/** `resource.operation` */
	readonly key: string;
	readonly resource: 'image' | 'video';
	readonly operation: string;
	readonly defaultModel: CuratedModel;
	/** Current models first, then deprecated, then retired. */
	readonly models: readonly CuratedModel[];
	/** What the curation says about a field here. */
	readonly about: (field: string) => FieldCuration;
	/** The fields of the operation's models, each name once, in the order in which they are shown. */
	readonly fieldNames: readonly string[];
}

export interface CuratedModel extends Model {
	/** What the curation says about the model. */
	readonly help?: string;
	/** What the document says about the model's fields. */
	readonly descriptions: Readonly<Record<string, string>>;
}

/** The document and the curation joined, and where they do not agree. */
export interface Catalogue {
	readonly operations: readonly CatalogueOperation[];
	/** Models of the document that the curation does not hold, with the operation they were put under. */
	readonly unknown: readonly Model[];
	/** Models of the curation that the document does not serve. */
	readonly absent: readonly ModelId[];
	/** Operations of the curation for which the document serves no model. */
	readonly omitted: readonly string[];
	/** Paths that are not offered, since they take other fields than the model's first path. */
	readonly divergent: readonly string[];
}

const STATUSES: readonly ModelStatus[] = ['current', 'deprecated', 'retired'];

/**
 * Joins a document with the curation.
 *
 * @throws when a field of a model is described in a way that the node cannot follow.
 */
export function readCatalogue(spec: LocatedSpec, curation: Curation): Catalogue {
	const served = groupBy(readRoutes(spec), (route) => route.model);
	const entries = Object.entries(curation.operations);
	const known = new Set(entries.flatMap(([, operation]) => Object.keys(operation.models)));
	const guesses = [...served]
		.filter(([id]) => !known.has(id))
		.map(([id, routes]) => ({ id, key: guess(routes, spec) }));
	const divergent: string[] = [];

	const operations = entries.flatMap(([key, operation]) => {
		const curated = Object.entries(operation.models);
		const guessed = guesses
			.filter((found) => found.key === key)
			.map(({ id }) => [id, undefined] as const);
		const models = [...curated, ...guessed].flatMap(([id, about]) => {
			const routes = served.get(id);
			if (!routes) return [];
			const forms = routes.map((route) => readForm(route, curation, operation, spec));
			const isOffered = (_: unknown, index: number) =>
				sameRules(forms[index] as Form, forms[0] as Form);
			divergent.push(
				...routes.filter((route, index) => !isOffered(route, index)).map(({ path }) => path),
			);
			return [readModel(id, routes.filter(isOffered), forms[0] as Form, { key, operation, about })];
		});
		return models.length === 0 ? [] : [readOperation(key, operation, models, curation)];
	});

	const guessed = new Set(guesses.map(({ id }) => id));
	return {
		operations,
		unknown: operations.flatMap(({ models }) => models.filter((model) => guessed.has(model.id))),
		absent: [...known].filter((id) => !served.has(id)),
		omitted: entries
			.map(([key]) => key)
			.filter((key) => !operations.some((operation) => operation.key === key)),
		divergent,
	};
}

function readOperation(
	key: string,
	operation: OperationCuration,
	models: readonly CuratedModel[],
	curation: Curation,
): CatalogueOperation {
	const ordered = STATUSES.flatMap((status) => models.filter((model) => model.status === status));
	return {
		key,
		...splitKey(key),
		models: ordered,
		defaultModel: (models.find((model) => model.id === operation.default) ?? ordered[0]) as CuratedModel,
		about: (field) => fieldCuration(curation, operation, field),
		fieldNames: fieldNames(ordered, curation),
	};
}

interface Place {
	readonly key: string;
	readonly operation: OperationCuration;
	readonly about: ModelCuration | undefined;
}

function readModel(
	id: ModelId,
	routes: readonly Route[],
	form: Form,
	{ key, operation, about }: Place,
): CuratedModel {
	const status = about?.status ?? (routes[0]?.operation.deprecated ? 'deprecated' : 'current');
	return {
		id,
		label: labelled(about?.label ?? humaniseModel(id), status),
		status,
		...(about?.replacement && { replacement: about.replacement }),
		...splitKey(key),
		output: operation.makes,
		paths: routes.map(({ surface, path }) => ({ surface, path })),
		...form,
		...(about?.help && { help: about.help }),
	};
}

type Form = Pick<CuratedModel, 'fields' | 'alternatives' | 'descriptions'>;

function readForm(route: Route, curation: Curation, operation: OperationCuration, spec: LocatedSpec): Form {
	const alternatives = readAlternatives(route.body, spec.whereIs);
	const written = writtenFields(route.body, spec.whereIs);
	const fields = written.flatMap((field) => {
		const about = fieldCuration(curation, operation, field.name);
		const naming = {
			label: about.label ?? humanise(field.name),
			accepts: about.accepts ?? guessMedia(field, route),
		};
		return readField(field, naming, spec.whereIs) ?? [];
	});
	return {
		fields: inOrder(fields, curation),
		...(alternatives && { alternatives }),
		descriptions: Object.fromEntries(written.flatMap(({ name, schema }) => descriptionOf(name, schema))),
	};
}

function sameRules(a: Form, b: Form): boolean {
	const rules = ({ fields, alternatives }: Form) => JSON.stringify([fields, alternatives]);
	return rules(a) === rules(b);
}

function descriptionOf(name: string, schema: Schema): [string, string][] {
	return typeof schema === 'object' && schema.description ? [[name, schema.description]] : [];
}

/** Files that have to be given come first, then what the curation names, then the rest as it is written. */
function inOrder(fields: readonly Field[], curation: Curation): Field[] {
	const order = Object.keys(curation.fields);
	const rank = ({ name }: Field) => (order.includes(name) ? order.indexOf(name) : order.length);
	const isSource = (field: Field) => field.kind === 'file' && field.required;
	return [...fields].sort((a, b) => Number(isSource(b)) - Number(isSource(a)) || rank(a) - rank(b));
}

function fieldNames(models: readonly Model[], curation: Curation): string[] {
	const fields = models.flatMap((model) => model.fields);
	return [...new Set(inOrder(fields, curation).map((field) => field.name))];
}

function guess(routes: readonly Route[], spec: LocatedSpec): string {
	const route = routes[0] as Route;
	return guessOperation(route, writtenFields(route.body, spec.whereIs));
}

function labelled(label: string, status: ModelStatus): string {
	return status === 'current' ? label : `${label} (${status === 'retired' ? 'Retired' : 'Deprecated'})`;
}

function splitKey(key: string): { resource: 'image' | 'video'; operation: string } {
	const [resource, operation] = key.split('.');
	return { resource: resource === 'image' ? 'image' : 'video', operation: operation ?? '' };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
	return groups;
}
