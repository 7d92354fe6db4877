/**
 * Every bet on how n8n works inside, which its public API does not promise. Each has a test of its own that fails by
 * name when a version of n8n breaks it: in `test/engine/n8nInternals.test.ts`, and with the n8n of the tests in
 * `e2e/tests/n8nInternals.test.ts`, where alone there are classes for refused addresses.
 */
import type { IExecuteFunctions, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { ReadableStream } from '../types';

/**
 * The functions with another cancel signal. The public option is `abortSignal`, but `httpRequestWithAuthentication`
 * overwrites it with the signal of the functions that it is called with (2.8 to 2.41). `httpRequest` does not; with
 * it the node would send the key by itself, which n8n's verification refuses.
 */
export function withSignal(functions: IExecuteFunctions, signal: AbortSignal): IExecuteFunctions {
	return Object.create(functions, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;
}

/**
 * A stream of Node's own kind, which `prepareBinaryData` takes, made of chunks. A verified package may not import
 * `stream`, so its `Readable.from` is reached through the class of a stream that n8n has given. None of n8n's helpers
 * makes a stream: they open those of stored files, or read one to its end (2.8 to 2.41).
 */
export function createReadable(given: ReadableStream, chunks: AsyncIterable<Buffer>): ReadableStream {
	const { from } = given.constructor as unknown as {
		from(source: AsyncIterable<Buffer>, options: { objectMode: boolean }): ReadableStream;
	};
	return from(chunks, { objectMode: false });
}

/**
 * n8n sends those items by the error output that have an `error`, and then takes all of their JSON but its
 * message. What it sends there is a copy, so an error that is not enumerable shows the way without going along:
 * the code and the job ID stay. Where n8n has no paired item it sends no copy, so the JSON outlasts that one cut.
 * There is no public way: n8n overwrites a second output of `execute` with what it routes there itself, and without
 * an `error` it takes only JSON that holds nothing beside the message and, from 2.41 on, `details`.
 */
export function routeToErrorOutput(
	item: INodeExecutionData,
	error: NodeApiError | NodeOperationError,
): INodeExecutionData {
	const { json } = item;
	const keep = (value: INodeExecutionData['json']) =>
		Object.defineProperty(item, 'json', { value, writable: true, enumerable: true, configurable: true });
	const isCut = (value: INodeExecutionData['json']) =>
		Object.keys(value).join() === 'error' && value.error === error.message;
	return Object.defineProperties(item, {
		error: { value: error, enumerable: false },
		json: {
			get: () => json,
			set: (value: INodeExecutionData['json']) => {
				keep(isCut(value) ? json : value);
			},
			enumerable: true,
			configurable: true,
		},
	});
}

/**
 * Whether n8n refused a request before a connection was made, over an address or an expression of the credential.
 * The classes for addresses are in no package that a node may import. `ExpressionError` is public; but npm may put a
 * second n8n-workflow beside the node, whose classes are not those of n8n. So both are recognized by name.
 */
export function isRefusedByN8n(className: string): boolean {
	return /^(Ssrf|Expression)/.test(className);
}

/**
 * Whether binary data is in the store that gives a file only whole, whatever chunk size it is asked for: n8n's
 * database. An id begins with the name of its store. The public functions state a file's name, type and size, but not
 * its store, and a read that finds it out has the file in memory already.
 */
export function isReadWhole(binaryId: string): boolean {
	return binaryId.startsWith('database:');
}

/**
 * Whether binary data is in a store that each read goes to over the network: S3, or Azure in newer versions. As above,
 * the id is all that tells: no public function names the store.
 */
export function isRemote(binaryId: string): boolean {
	return /^(s3|azure):/.test(binaryId);
}
