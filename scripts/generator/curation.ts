import type { MediaKind, ModelId, ModelStatus, Price } from '../../nodes/Decart/types';
import { isObject, type JsonObject } from '../../openapi/document';
import { parseText, readText } from '../../openapi/load';

/** The description of a field; see openapi/curation.yaml for each entry. */
export interface FieldCuration {
	readonly label?: string;
	readonly help?: string;
	readonly placeholder?: string;
	readonly accepts?: MediaKind;
	readonly central?: boolean;
	readonly rows?: number;
	readonly initial?: number | string | boolean;
	readonly values?: Readonly<Record<string, string>>;
	readonly source?: 'binary';
}

export interface ModelCuration {
	readonly label: string;
	readonly help?: string;
	readonly status?: ModelStatus;
	readonly replacement?: ModelId;
	readonly alias?: ModelId;
	readonly price?: CuratedPrice;
}

/** A list price, and the page on which it was read. */
export type CuratedPrice = Price & { readonly source: string };

export interface OperationCuration {
	readonly makes: MediaKind;
	readonly default: ModelId;
	/** The fields that stand first in this operation. */
	readonly order?: readonly string[];
	readonly fields?: Readonly<Record<string, FieldCuration>>;
	readonly models: Readonly<Record<ModelId, ModelCuration>>;
}

/** openapi/curation.yaml. Operations are keyed `resource.operation`; everything is in the order to be shown. */
export interface Curation {
	readonly fields: Readonly<Record<string, FieldCuration>>;
	readonly operations: Readonly<Record<string, OperationCuration>>;
}

const FIELD_KEYS = [
	'label',
	'help',
	'placeholder',
	'accepts',
	'central',
	'rows',
	'initial',
	'values',
	'source',
];
const OPERATION_KEYS = ['makes', 'default', 'order', 'fields', 'models'];
const MODEL_KEYS = ['label', 'help', 'status', 'replacement', 'alias', 'price'];
const PRICE_KEYS = ['perImage', 'perSecond', 'maxSeconds', 'source', 'date'];

/** What was read before in this process, by text. */
const known = new Map<string, Curation>();

/**
 * Reads the curation.
 *
 * @throws when it has an entry that nothing reads, or names a model that it does not hold.
 */
export async function loadCuration(source: string): Promise<Curation> {
	const text = await readText(source);
	const curation = known.get(text) ?? checkCuration(parseText(text, source), source);
	known.set(text, curation);
	return curation;
}

/** Checks a parsed curation; `source` names it in error messages. */
export function checkCuration(value: unknown, source: string): Curation {
	const curation = mapping(value, source, ['fields', 'operations']);
	checkFields(curation.fields, `${source}: fields`);
	const operations = mapping(curation.operations, `${source}: operations`);
	for (const [key, operation] of Object.entries(operations)) {
		checkOperation(operation, `${source}: operations: ${key}`);
	}
	const checked = value as Curation;
	checkReplacements(checked, source);
	return checked;
}

/** What the curation says about a field in an operation: the operation's own words before the general ones. */
export function fieldCuration(curation: Curation, operation: OperationCuration, name: string): FieldCuration {
	return { ...curation.fields[name], ...operation.fields?.[name] };
}

function checkFields(value: unknown, where: string): void {
	for (const [name, field] of Object.entries(mapping(value ?? {}, where))) {
		mapping(field, `${where}: ${name}`, FIELD_KEYS);
	}
}

function checkOperation(value: unknown, where: string): void {
	const operation = mapping(value, where, OPERATION_KEYS);
	checkFields(operation.fields, `${where}: fields`);
	const models = mapping(operation.models, `${where}: models`);
	for (const [id, model] of Object.entries(models)) {
		const { status = 'current', price } = mapping(model, `${where}: models: ${id}`, MODEL_KEYS);
		if (price !== undefined) checkPrice(price, `${where}: models: ${id}: price`);
		if (['current', 'deprecated', 'retired'].includes(String(status))) continue;
		throw new Error(`${where}: models: ${id} has the unknown status ${String(status)}`);
	}
	if (!(String(operation.default) in models)) {
		throw new Error(`${where} has the default ${String(operation.default)}, which is none of its models`);
	}
}

function checkPrice(value: unknown, where: string): void {
	const { perImage, perSecond, source, date } = mapping(value, where, PRICE_KEYS);
	const amounts =
		perImage === undefined ? [perSecond] : Object.values(mapping(perImage, `${where}: perImage`));
	if (!amounts.every((amount) => typeof amount === 'number' && amount > 0)) {
		throw new Error(`${where} has to be amounts in US dollars`);
	}
	if (!/^https:\/\/\S+$/.test(String(source))) {
		throw new Error(`${where} has to have a source such as https://platform.decart.ai`);
	}
	if (/^\d{4}-\d{2}-\d{2}$/.test(String(date))) return;
	throw new Error(`${where} has to have a date such as '2026-08-01'`);
}

/**
 * The list price of a model. An alias and a deprecated name cost what they stand for.
 *
 * @returns `undefined` where none is published
 */
export function priceFor(curation: Curation, id: ModelId): Price | undefined {
	const models = Object.values(curation.operations).flatMap((operation) =>
		Object.entries(operation.models),
	);
	const model = models.find(([other]) => other === id)?.[1];
	if (model?.price) return withoutSource(model.price);
	if (!model || model.status === 'retired') return undefined;
	const standsFor = model.alias ?? model.replacement;
	return standsFor === undefined ? undefined : priceFor(curation, standsFor);
}

/** What the node ships: the source is for those who check the price. */
function withoutSource(price: CuratedPrice): Price {
	return Object.fromEntries(Object.entries(price).filter(([key]) => key !== 'source')) as Omit<
		CuratedPrice,
		'source'
	>;
}

function checkReplacements(curation: Curation, source: string): void {
	const models = Object.values(curation.operations).flatMap((operation) =>
		Object.entries(operation.models),
	);
	const ids = new Set(models.map(([id]) => id));
	for (const [id, { replacement, alias }] of models) {
		for (const [key, other] of Object.entries({ replacement, alias })) {
			if (other === undefined || (ids.has(other) && other !== id)) continue;
			throw new Error(
				`${source}: ${id} has the ${key} ${other}, which is no ${other === id ? 'other ' : ''}model`,
			);
		}
	}
}

function mapping(value: unknown, where: string, keys?: readonly string[]): JsonObject {
	if (!isObject(value)) throw new Error(`${where} has to be a mapping`);
	const unknown = keys && Object.keys(value).find((key) => !keys.includes(key));
	if (unknown) throw new Error(`${where} has the unknown entry ${unknown}`);
	return value;
}
