import type { Field, Model, ModelId, ModelStatus } from '../../nodes/Decart/types';
import {
	fieldCuration,
	priceFor,
	type Curation,
	type FieldCuration,
	type ModelCuration,
	type OperationCuration,
} from './curation';
import { writtenFields } from './readField';
import { inOrder, readForm, sameRules, type Form } from './readForm';
import { guessOperation } from './guessOperation';
import type { LocatedSpec } from '../../openapi/load';
import { humanizeModel } from './names';
import { readRoutes, type Route } from './readRoutes';

/** An operation with the models that the document serves for it. */
export interface CatalogOperation {
	/** `resource.operation` */
	readonly key: string;
	readonly resource: 'image' | 'video';
	readonly operation: string;
	readonly defaultModel: CuratedModel;
	/** Current models first, then deprecated, then retired. */
	readonly models: readonly CuratedModel[];
	/** The description of a field: the curation's words, or else the document's. */
	readonly about: (field: string) => FieldCuration;
	/** The fields of the operation's models, each name once, in the order in which they are shown. */
	readonly fieldNames: readonly string[];
}

export interface CuratedModel extends Model, Form {
	readonly fieldCombinations?: Model['fieldCombinations'];
	/** What the curation says about the model. */
	readonly help?: string;
}

/** The document and the curation joined, and where they do not agree. */
export interface Catalog {
	readonly operations: readonly CatalogOperation[];
	/** Models of the document that the curation does not hold. */
	readonly unknown: readonly ModelId[];
	/** Models of the curation that the document does not serve. */
	readonly absent: readonly ModelId[];
	/** Operations of the curation for which the document serves no model. */
	readonly omitted: readonly string[];
	/** Paths that are not offered, since they take other fields than the model's first path. */
	readonly divergent: readonly string[];
}

const STATUSES: readonly ModelStatus[] = ['current', 'deprecated', 'retired'];

/**
 * Joins a document with the curation. A model that the curation does not hold goes to the operation that its path and
 * files suggest.
 *
 * @throws when a field of a model is described in a way that the node cannot follow.
 */
export function readCatalog(spec: LocatedSpec, curation: Curation): Catalog {
	const served = routesByModel(readRoutes(spec));
	const entries = Object.entries(curation.operations);
	const known = entries.flatMap(([, operation]) => Object.keys(operation.models));
	const unknown = [...served.keys()].filter((id) => !known.includes(id));
	const found = entries.flatMap(([key, operation]) => {
		const guessed = unknown
			.filter((id) => guess(served.get(id), spec) === key)
			.map((id) => [id, undefined] as const);
		const models = [...Object.entries(operation.models), ...guessed].flatMap(([id, about]) => {
			const routes = served.get(id);
			return routes ? [readModel(id, about, routes, { key, operation, curation, spec })] : [];
		});
		return models.length > 0 ? [{ key, operation, models }] : [];
	});
	return {
		operations: found.map(({ key, operation, models }) =>
			arrange(
				key,
				operation,
				models.map(({ model }) => model),
				curation,
			),
		),
		unknown,
		absent: known.filter((id) => !served.has(id)),
		omitted: entries
			.map(([key]) => key)
			.filter((key) => !found.some((operation) => operation.key === key)),
		divergent: found.flatMap(({ models }) => models.flatMap(({ divergent }) => divergent)),
	};
}

interface Place {
	readonly key: string;
	readonly operation: OperationCuration;
	readonly curation: Curation;
	readonly spec: LocatedSpec;
}

function readModel(
	id: ModelId,
	about: ModelCuration | undefined,
	routes: readonly Route[],
	{ key, operation, curation, spec }: Place,
): { model: CuratedModel; divergent: readonly string[] } {
	const paths = routes.map((route) => ({ ...route, form: readForm(route, operation, curation, spec) }));
	const [first] = paths as [(typeof paths)[number]];
	const offered = paths.filter(({ form }) => sameRules(form, first.form));
	const status = about?.status ?? (first.operation.deprecated ? 'deprecated' : 'current');
	const price = priceFor(curation, id);
	const model = {
		id,
		label: addStatus(about?.label ?? humanizeModel(id), status),
		status,
		...(about?.replacement && { replacement: about.replacement }),
		...splitKey(key),
		output: operation.makes,
		paths: offered.map(({ surface, path }) => ({ surface, path })),
		...(price && { price }),
		...first.form,
		...(about?.help && { help: about.help }),
	};
	return { model, divergent: paths.filter((path) => !offered.includes(path)).map(({ path }) => path) };
}

function arrange(
	key: string,
	operation: OperationCuration,
	models: readonly CuratedModel[],
	curation: Curation,
): CatalogOperation {
	const ordered = STATUSES.flatMap((status) => models.filter((model) => model.status === status));
	const [first] = ordered as [CuratedModel];
	const preferred = ordered.find(({ id }) => id === operation.default);
	const fields = ordered.flatMap((model) => model.fields);
	return {
		key,
		...splitKey(key),
		models: ordered,
		// A model that is on its way out is no default where a current one exists.
		defaultModel: preferred?.status === first.status ? preferred : first,
		about: (name) => ({ help: described(name, ordered), ...fieldCuration(curation, operation, name) }),
		fieldNames: orderedNames(operation, curation, inOrder(fields, curation)),
	};
}

/** Each name once: first those that the operation puts first, or else the central ones, such as the prompt. */
function orderedNames(operation: OperationCuration, curation: Curation, fields: readonly Field[]): string[] {
	const names = fields.map(({ name }) => name);
	const order = operation.order ?? names.filter((name) => curation.fields[name]?.central);
	return [...new Set([...order.filter((name) => names.includes(name)), ...names])];
}

function described(field: string, models: readonly CuratedModel[]): string | undefined {
	return models
		.map(({ descriptions }) => descriptions[field])
		.find((description) => description !== undefined);
}

function guess(routes: readonly Route[] | undefined, spec: LocatedSpec): string | undefined {
	const [route] = routes ?? [];
	return route && guessOperation(route, writtenFields(route.body, spec.whereIs));
}

function addStatus(label: string, status: ModelStatus): string {
	return status === 'current' ? label : `${label} (${status === 'retired' ? 'Retired' : 'Deprecated'})`;
}

function splitKey(key: string): { resource: 'image' | 'video'; operation: string } {
	const [resource, operation] = key.split('.');
	return { resource: resource === 'image' ? 'image' : 'video', operation: operation ?? '' };
}

function routesByModel(routes: readonly Route[]): Map<ModelId, Route[]> {
	const models = new Map<ModelId, Route[]>();
	for (const route of routes) models.set(route.model, [...(models.get(route.model) ?? []), route]);
	return models;
}
