import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { RUN_OPTIONS } from './options';

/** Parameters that change how a run goes, and not what is asked for. */
const RUN_PARAMETERS = new Set(['waitForCompletion', 'tokenNotice']);

/** 120 bits: short, as every result keeps one in the execution's data, and beyond any chance of two alike. */
const IDENTITY_LENGTH = 20;

/**
 * The idempotency key: it tells requests apart between the attempts of a run, by the item, its files, and the
 * parameters as they are written in the node. Values are no help: an expression may give another seed or time in every
 * attempt. Options that only change how the run goes are left out, so that a person may change them and press Retry.
 */
export function createRequestIdentity(
	functions: IExecuteFunctions,
): (itemIndex: number, files: readonly string[], variation?: number) => string {
	const written = canonical(definingParameters(functions.getNode().parameters));
	return (itemIndex, files, variation = 1) =>
		hash(JSON.stringify([itemIndex, variation, written, itemText(functions, itemIndex), files]));
}

/** Tells a file from others, wherever n8n has moved it since: the last segment of its id stays. */
export function fileIdentity({ id, data, fileName, mimeType, fileSize }: IBinaryData): string {
	return JSON.stringify([lastSegment(id) ?? data.length, fileName, mimeType, fileSize]);
}

function definingParameters(parameters: INodeParameters): INodeParameters {
	const isDefining = ([name]: [string, unknown]) => !RUN_PARAMETERS.has(name);
	const { options, ...others } = Object.fromEntries(Object.entries(parameters).filter(isDefining));
	if (typeof options !== 'object' || options === null) return { ...others, ...(options && { options }) };
	const defining = Object.entries(options).filter(([name]) => !RUN_OPTIONS.has(name));
	return { ...others, options: Object.fromEntries(defining) as INodeParameters };
}

/**
 * The item's JSON. In combined binary mode it describes files too, which n8n moves between two tries. Agents number
 * their calls, so that the same call has another number when it comes again.
 */
export function itemText(functions: IExecuteFunctions, itemIndex: number): string {
	const json = functions.getInputData()[itemIndex]?.json;
	return hash(
		JSON.stringify(json, (key, value: unknown) => {
			if (key === 'toolCallId') return undefined;
			return key === 'id' ? lastSegment(value) : value;
		}) ?? '',
	);
}

function lastSegment(id: unknown): unknown {
	return typeof id === 'string' ? id.slice(id.lastIndexOf('/') + 1) : id;
}

/** Text that does not depend on the order in which fields were written. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) => {
		if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
		return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, IDENTITY_LENGTH);
}
