import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { Body, BodyError } from '../transport/body';
import { abortableSleep, throwIfCancelled } from '../transport/cancellation';
import { classifyFailure, type Failure } from '../transport/failure';
import { fetchUnauthenticated } from '../transport/fetchUnauthenticated';
import { decideRetry } from '../transport/retry';
import { isSuccess, type ApiResponse } from '../transport/response';
import { cleanFileName } from './fileName';
import { UnusableFile } from './inputFile';
import { detectFileType } from './fileType';

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
	if (text === '') throw new UnusableFile('is required: give the URL of the file');
	if (!URL.canParse(text)) throw new UnusableFile('must be a URL that begins with http:// or https://');
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw new UnusableFile(`must be an http or https URL, not ${url.protocol}`);
	}
	return url;
}

/**
 * Downloads an input file into n8n's binary store: so its size is known, every attempt and every variation
 * can read it afresh, and memory does not grow with it.
 *
 * @throws UnusableFile when the URL does not give a file of at most `maxBytes`
 */
export async function storeUrl(
	functions: IExecuteFunctions,
	url: URL,
	limits: UrlLimits,
): Promise<IBinaryData> {
	let waitedMs = 0;
	for (let retries = 0; ; retries += 1) {
		const result = await attempt(functions, url, limits);
		if ('binary' in result) return result.binary;
		const { failure } = result;
		const chance = { random: Math.random(), now: Date.now() };
		const { maxRetries } = limits;
		const decision = decideRetry({
			isIdempotent: true,
			failure,
			retries,
			maxRetries,
			waitedMs,
			...chance,
		});
		if (decision.action !== 'retry') throw undeliverable(url, describeFailure(failure));
		waitedMs += decision.delayMs;
		await abortableSleep(decision.delayMs, limits.signal);
	}
}

async function attempt(
	functions: IExecuteFunctions,
	url: URL,
	limits: UrlLimits,
): Promise<{ readonly binary: IBinaryData } | { readonly failure: Failure }> {
	const fetched = await fetchUnauthenticated(functions, url.href, limits).then(
		(response) => ({ response }),
		(error: unknown) => ({ failure: failureToFetch(url, error, limits.signal) }),
	);
	if ('failure' in fetched) return fetched;
	const { response } = fetched;
	try {
		if (!isSuccess(response.status)) return { failure: refusal(response) };
		return { binary: await store(functions, url, response, limits) };
	} catch (error) {
		return { failure: failureToFetch(url, error, limits.signal) };
	} finally {
		response.release();
	}
}

function refusal({ status, headers }: ApiResponse): Failure {
	return {
		kind: 'status',
		status,
		reason: { text: '', isJson: false },
		retryAfter: headers['retry-after'],
	};
}

/** @throws UnusableFile for what would be the same the next time: a file that is too large, a loop of redirects */
function failureToFetch(url: URL, error: unknown, signal: AbortSignal | undefined): Failure {
	throwIfCancelled(signal);
	if (error instanceof UnusableFile) throw error;
	if (error instanceof BodyError) throw undeliverable(url, error.message);
	return classifyFailure(error);
}

function describeFailure(failure: Failure): string {
	return failure.kind === 'status' ? `it answered HTTP ${failure.status}` : failure.detail;
}

async function store(
	functions: IExecuteFunctions,
	url: URL,
	response: ApiResponse,
	{ maxBytes, timeoutMs }: UrlLimits,
): Promise<IBinaryData> {
	const stated = Number(response.headers['content-length'] ?? 0);
	if (stated > maxBytes)
		throw undeliverable(url, `it has ${stated} bytes, more than the ${maxBytes} that are allowed`);
	const body = new Body(response.stream, { maxBytes, idleMs: timeoutMs });
	const sniffed = detectFileType(await body.peek());
	const mimeType =
		response.headers['content-type']?.split(';')[0] ?? sniffed?.mimeType ?? 'application/octet-stream';
	const last = decodeLoosely(url.pathname.split('/').pop() ?? '');
	const name = cleanFileName(last) || `file.${sniffed?.extension ?? 'bin'}`;
	return await functions.helpers.prepareBinaryData(body.readable(), name, mimeType);
}

function decodeLoosely(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

// The query stays out: it may hold a signature or a token.
function undeliverable(url: URL, reason: string): UnusableFile {
	return new UnusableFile(`could not be fetched from ${url.origin}${url.pathname}: ${reason}`);
}
