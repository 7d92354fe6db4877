import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { DecartError } from '../transport/errors';
import { isAgentTool } from './toolMode';

/** The parameters of one item. */
export interface ItemParameters {
	readonly itemIndex: number;
	/** Whether an AI agent reads the result. */
	readonly isForAgent: boolean;
	/**
	 * A parameter's value, its expression evaluated; `null` for one that is hidden or was never set.
	 *
	 * @throws DecartError `INVALID_INPUT` that names the field whose expression fails
	 */
	get(name: string): unknown;
	/** The entries of a collection, evaluated once however often they are asked for. */
	collection(name: string): IDataObject;
}

/**
 * Reads one parameter. n8n is asked for those that hold an expression only: it prepares for one whatever the
 * parameter holds, which takes longer than the rest of an execution's beginning.
 *
 * @param name `options.concurrency` for an entry of a collection
 * @throws n8n's error for an expression that fails
 */
export function readParameter(functions: IExecuteFunctions, name: string, itemIndex: number): unknown {
	const value = valueAt(functions.getNode().parameters, name.split('.'));
	return hasExpression(value) ? functions.getNodeParameter(name, itemIndex, null) : (value ?? null);
}

/**
 * Gives the parameters of each item. What holds no expression is the same for all items and is taken as it is
 * written, so that an item costs as much as its own expressions do.
 *
 * @param properties the parameters' descriptions, which know their labels
 */
export function createParameterReader(
	functions: IExecuteFunctions,
	properties: readonly INodeProperties[],
): (itemIndex: number) => ItemParameters {
	const written = functions.getNode().parameters as IDataObject;
	const isForAgent = isAgentTool(functions);
	const get = (path: readonly string[], itemIndex: number): unknown => {
		const value = valueAt(written, path);
		if (!hasExpression(value)) return value ?? null;
		return evaluate(functions, path.join('.'), itemIndex, findLabel(properties, path));
	};
	return (itemIndex) => {
		const collections = new Map<string, IDataObject>();
		return {
			itemIndex,
			isForAgent,
			get: (name) => get([name], itemIndex),
			collection(name) {
				const known = collections.get(name);
				if (known) return known;
				const entries = readEntries(written[name], name, (path) => get(path, itemIndex));
				collections.set(name, entries);
				return entries;
			},
		};
	};
}

/** Each entry that holds an expression is evaluated by itself, so that a failure tells which one it was. */
function readEntries(written: unknown, name: string, get: (path: string[]) => unknown): IDataObject {
	if (!isObject(written) || !hasExpression(written)) return (get([name]) ?? {}) as IDataObject;
	return Object.fromEntries(Object.keys(written).map((key) => [key, get([name, key])])) as IDataObject;
}

function evaluate(
	functions: IExecuteFunctions,
	name: string,
	itemIndex: number,
	label: () => string,
): unknown {
	try {
		return functions.getNodeParameter(name, itemIndex, null) as unknown;
	} catch (error) {
		throw expressionFailed(name, label(), error);
	}
}

function expressionFailed(name: string, label: string, error: unknown): DecartError {
	const reason = error instanceof Error ? error.message : String(error);
	return new DecartError('INVALID_INPUT', `${label}: the expression fails: ${reason}`, {
		description: `Correct the expression in "${label}" (${name}). It fails for this item.`,
	});
}

/** The label of a parameter, or of an entry of a collection. */
function findLabel(properties: readonly INodeProperties[], path: readonly string[]): () => string {
	return () => {
		const [name = '', entry] = path;
		const property = properties.find((candidate) => candidate.name === name);
		if (entry === undefined) return property?.displayName ?? name;
		const entries = (property?.options ?? []) as INodeProperties[];
		return entries.find((candidate) => candidate.name === entry)?.displayName ?? entry;
	};
}

function valueAt(value: unknown, path: readonly string[]): unknown {
	return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** n8n evaluates texts that begin with an equals sign. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return isObject(value) && Object.values(value).some(hasExpression);
}
