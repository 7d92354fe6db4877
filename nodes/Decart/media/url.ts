import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { Body, BodyError } from '../transport/body';
import { throwIfCancelled } from '../transport/cancellation';
import { failureOf } from '../transport/failure';
import { fetchWithoutKey } from '../transport/foreign';
import { isSuccess, type ApiResponse } from '../transport/response';
import { cleanFileName } from './fileName';
import { UnusableFile } from './input';
import { sniff } from './sniff';

export interface UrlLimits {
	readonly maxBytes: number;
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
	const response = await fetchWithoutKey(functions, url.href, limits).catch((error: unknown) => {
		throwIfCancelled(limits.signal);
		throw undeliverable(url, error instanceof BodyError ? error.message : failureDetail(error));
	});
	if (!isSuccess(response.status)) {
		response.stream.destroy();
		throw undeliverable(url, `it answered HTTP ${response.status}`);
	}
	return await store(functions, url, response, limits).catch((error: unknown) => {
		throwIfCancelled(limits.signal);
		throw error instanceof UnusableFile ? error : undeliverable(url, failureDetail(error));
	});
}

async function store(
	functions: IExecuteFunctions,
	url: URL,
	response: ApiResponse,
	{ maxBytes, timeoutMs }: UrlLimits,
): Promise<IBinaryData> {
	const stated = Number(response.headers['content-length'] ?? 0);
	if (stated > maxBytes) {
		response.stream.destroy();
		throw undeliverable(url, `it has ${stated} bytes, more than the ${maxBytes} that are allowed`);
	}
	const body = new Body(response.stream, { maxBytes, idleMs: timeoutMs });
	const sniffed = sniff(await body.peek());
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

function failureDetail(error: unknown): string {
	if (error instanceof BodyError) return error.message;
	const failure = failureOf(error);
	return 'detail' in failure ? failure.detail : 'unknown reason';
}

// The query stays out: it may hold a signature or a token.
function undeliverable(url: URL, reason: string): UnusableFile {
	return new UnusableFile(`could not be fetched from ${url.origin}${url.pathname}: ${reason}`);
}
