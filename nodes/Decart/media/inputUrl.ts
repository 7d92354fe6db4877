import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { ResponseBody, BodyError, BodyTooLargeError } from '../transport/responseBody';
import { throwIfCanceled } from '../transport/cancellation';
import { DecartError } from '../transport/errors';
import { classifyFailure, isThrottled, type Failure } from '../transport/failure';
import { fetchUnauthenticated } from '../transport/fetchUnauthenticated';
import { isSuccess, type ApiResponse } from '../transport/response';
import type { AttemptResult } from '../transport/attempt';
import { withRetries } from '../transport/withRetries';
import { cleanFileName } from './fileName';
import { UnusableFile } from './inputFile';
import { detectFileType } from './fileType';
import { storeStream } from './storeStream';

export interface UrlLimits {
	readonly maxBytes: number;
	readonly maxRetries: number;
	/** Milliseconds without an answer, or without a byte. */
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}

/**
 * Reads the URL of an input file.
 *
 * @throws UnusableFile for anything but an absolute http or https URL
 */
export function parseInputUrl(value: unknown): URL {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') throw new UnusableFile('is required', 'enter the URL of the file', 'URL');
	if (!URL.canParse(text)) {
		throw new UnusableFile(
			'must be a URL that begins with http:// or https://',
			'it must begin with https:// or http://',
			'URL',
		);
	}
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw new UnusableFile(
			`must be an http or https URL, not ${url.protocol}`,
			`it must begin with https:// or http://, not ${url.protocol}`,
			'URL',
		);
	}
	return url;
}

/**
 * Downloads an input file into n8n's binary store: so its size is known, every attempt and every variation
 * can read it afresh, and memory does not grow with it.
 *
 * @throws UnusableFile when the URL does not give a file of at most `maxBytes`, DecartError `NETWORK_ERROR` when its
 * server fails after the last retry
 */
export async function storeUrl(
	functions: IExecuteFunctions,
	url: URL,
	limits: UrlLimits,
): Promise<IBinaryData> {
	return await withRetries(
		{ isIdempotent: true, maxRetries: limits.maxRetries, signal: limits.signal },
		async () => await attempt(functions, url, limits),
		(failure) => errorFromFailure(url, failure),
	);
}

async function attempt(
	functions: IExecuteFunctions,
	url: URL,
	limits: UrlLimits,
): Promise<AttemptResult<IBinaryData>> {
	const fetched = await fetchUnauthenticated(functions, url.href, limits).then(
		(response) => ({ response }),
		(error: unknown) => ({ failure: failureToFetch(url, error, limits.signal) }),
	);
	if ('failure' in fetched) return fetched;
	const { response } = fetched;
	try {
		if (!isSuccess(response.status)) return { failure: statusFailure(response) };
		return { value: await store(functions, url, response, limits) };
	} catch (error) {
		return { failure: failureToStore(url, error, limits.signal) };
	} finally {
		response.release();
	}
}

/** @throws UnusableFile for a file that is too large */
function failureToStore(url: URL, error: unknown, signal: AbortSignal | undefined): Failure {
	throwIfCanceled(signal);
	if (error instanceof UnusableFile) throw error;
	if (error instanceof BodyTooLargeError) throw notFetched(url, error.message);
	return classifyFailure(error);
}

function statusFailure({ status, headers }: ApiResponse): Failure {
	return {
		kind: 'status',
		status,
		reason: { text: '', isFromDecart: false },
		retryAfter: headers['retry-after'],
	};
}

/** @throws UnusableFile for redirects that lead nowhere: they would be the same the next time */
function failureToFetch(url: URL, error: unknown, signal: AbortSignal | undefined): Failure {
	throwIfCanceled(signal);
	if (error instanceof BodyError) throw notFetched(url, error.message);
	return classifyFailure(error);
}

/** A wrong URL is the user's to correct; a server that fails is not. */
function errorFromFailure(url: URL, failure: Failure): Error {
	if (failure.kind === 'notStored') return notStored(url, failure.detail);
	const reason = failure.kind === 'status' ? `it answered HTTP ${failure.status}` : failure.detail;
	const isWrongUrl =
		failure.kind === 'invalidRequest' ||
		(failure.kind === 'status' && failure.status < 500 && !isThrottled(failure));
	if (isWrongUrl) return notFetched(url, reason);
	return new DecartError(
		'NETWORK_ERROR',
		`The server of the file did not deliver ${plain(url)}: ${reason}`,
		{
			description: `The fault is with ${url.host}, not with Decart, and nothing was charged. Check that the URL opens in a browser, then run the item again.`,
		},
	);
}

function notStored(url: URL, reason: string): DecartError {
	return new DecartError('PROCESSING_ERROR', `n8n could not store the file from ${plain(url)}: ${reason}`, {
		description: 'Nothing was sent to Decart. Check the disk of n8n and its limits for binary data.',
	});
}

async function store(
	functions: IExecuteFunctions,
	url: URL,
	response: ApiResponse,
	{ maxBytes, timeoutMs }: UrlLimits,
): Promise<IBinaryData> {
	const stated = Number(response.headers['content-length'] ?? 0);
	if (stated > maxBytes)
		throw notFetched(url, `it has ${stated} bytes, more than the ${maxBytes} that are allowed`);
	const body = new ResponseBody(response.stream, { maxBytes, idleMs: timeoutMs });
	const detected = detectFileType(await body.peek());
	const mimeType =
		response.headers['content-type']?.split(';')[0] ?? detected?.mimeType ?? 'application/octet-stream';
	const last = decodeLoosely(url.pathname.split('/').pop() ?? '');
	const name = cleanFileName(last) || `file.${detected?.extension ?? 'bin'}`;
	return await storeStream(functions, body, { fileName: name, mimeType });
}

function decodeLoosely(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function notFetched(url: URL, reason: string): UnusableFile {
	return new UnusableFile('could not be fetched', `${plain(url)} could not be fetched: ${reason}`, 'URL');
}

/** The query stays out: it may hold a signature or a token. */
function plain({ origin, pathname }: URL): string {
	return `${origin}${pathname}`;
}
