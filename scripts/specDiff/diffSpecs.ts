import { added, changed, diffTables, line, removed, type Difference } from './difference';
import { diffSchemas, type Direction } from './diffSchemas';
import {
	METHODS,
	type Content,
	type OpenApiDocument,
	type Operation,
	type Parameter,
	type RequestBody,
} from '../../openapi/document';

/** Header parameters that OpenAPI 3.1 (Parameter Object, `name`) tells readers to ignore. */
const IGNORED_HEADERS = ['accept', 'content-type', 'authorization'];

/**
 * Compares two documents by what can be sent and what comes back, not by their prose: paths, methods, parameters,
 * bodies, status codes, content types and schemas. The order is that of the lines' text.
 */
export function diffSpecs(theirs: OpenApiDocument, ours: OpenApiDocument): Difference[] {
	const at = (endpoint: string) => [endpoint];
	const differences = diffTables(listEndpoints(theirs), listEndpoints(ours), at, diffOperations);
	return differences.sort((a, b) => (line(a).slice(8) < line(b).slice(8) ? -1 : 1));
}

/** Whether something of theirs is missing or different in ours. */
export function isBroken(differences: readonly Difference[]): boolean {
	return differences.some(({ kind }) => kind !== 'added');
}

/** Operations by `METHOD /path`, each with the parameters of its path. */
function listEndpoints(document: OpenApiDocument): Record<string, Operation> {
	const entries = Object.entries(document.paths).flatMap(([path, item]) =>
		METHODS.flatMap((method): [string, Operation][] => {
			const operation = item[method];
			if (!operation) return [];
			const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
			return [[`${method.toUpperCase()} ${path}`, { ...operation, parameters }]];
		}),
	);
	return Object.fromEntries(entries);
}

function diffOperations(theirs: Operation, ours: Operation, at: readonly string[]): readonly Difference[] {
	return [
		...diffParameters(theirs, ours, at),
		...diffBodies(theirs.requestBody, ours.requestBody, [...at, 'body']),
		...diffTables(
			byUpperCase(theirs.responses ?? {}),
			byUpperCase(ours.responses ?? {}),
			(status) => [...at, status],
			(a, b, where) => diffContents(a.content, b.content, where, 'answer'),
		),
	];
}

function diffParameters(theirs: Operation, ours: Operation, at: readonly string[]): Difference[] {
	const [a, b] = [listParameters(theirs), listParameters(ours)];
	const demanded = Object.keys(b).filter((key) => !(key in a) && b[key]?.required);
	return [
		...diffTables(a, b, (key) => [...at, key], diffParameter),
		...demanded.map((key) => changed([...at, key, 'required'], false, true)),
	];
}

function listParameters({ parameters = [] }: Operation): Record<string, Parameter> {
	const key = (parameter: Parameter) =>
		`${parameter.in} ${parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name}`;
	const read = parameters.filter(
		({ in: place, name }) => place !== 'header' || !IGNORED_HEADERS.includes(name.toLowerCase()),
	);
	return Object.fromEntries(read.map((parameter) => [key(parameter), parameter]));
}

function diffParameter(theirs: Parameter, ours: Parameter, at: readonly string[]): readonly Difference[] {
	return [
		...diffFlag('required', theirs, ours, at),
		...diffSchemas(theirs.schema ?? true, ours.schema ?? true, at, 'request'),
	];
}

function diffBodies(
	theirs: RequestBody | undefined,
	ours: RequestBody | undefined,
	at: readonly string[],
): readonly Difference[] {
	if (!theirs && !ours) return [];
	if (!ours) return [removed(at)];
	if (!theirs) return [added(at), ...diffFlag('required', {}, ours, at)];
	return [
		...diffFlag('required', theirs, ours, at),
		...diffContents(theirs.content, ours.content, at, 'request'),
	];
}

function diffContents(
	theirs: Content = {},
	ours: Content = {},
	at: readonly string[],
	direction: Direction,
): readonly Difference[] {
	return diffTables(
		byMediaType(theirs),
		byMediaType(ours),
		(type) => [...at, type],
		(a, b, where) => diffSchemas(a.schema ?? true, b.schema ?? true, where, direction),
	);
}

function diffFlag(
	name: 'required',
	theirs: Pick<RequestBody, 'required'>,
	ours: Pick<RequestBody, 'required'>,
	at: readonly string[],
): Difference[] {
	const [a, b] = [theirs[name] ?? false, ours[name] ?? false];
	return a === b ? [] : [changed([...at, name], a, b)];
}

function byUpperCase<Value>(table: Readonly<Record<string, Value>>): Record<string, Value> {
	return Object.fromEntries(Object.entries(table).map(([key, value]) => [key.toUpperCase(), value]));
}

/** Media types without their parameters, which say how a text is encoded. */
function byMediaType(content: Content): Content {
	return Object.fromEntries(
		Object.entries(content).map(([type, value]) => [
			(type.split(';')[0] ?? type).trim().toLowerCase(),
			value,
		]),
	);
}
