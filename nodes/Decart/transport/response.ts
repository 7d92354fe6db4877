import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { ReadableStream } from '../types';
import { BodyError } from './body';

/** An answer whose body has not been read yet. */
export interface ApiResponse {
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly stream: ReadableStream;
	/** Frees the connection, whether the body was read to its end or not. */
	release(): void;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Runs one exchange through n8n's request helper, which is to answer with a stream and the full response.
 *
 * The exchange has a signal of its own, since aborting that is the one way to free a connection in every version
 * of n8n: newer ones hand on the body in a stream of their own, whose end does not reach the connection while
 * the server is silent.
 *
 * @param execution the signal of the execution, which ends the exchange too
 * @throws n8n's error when there is no answer
 */
export async function answerTo(
	execution: AbortSignal | undefined,
	send: (signal: AbortSignal) => Promise<IN8nHttpFullResponse>,
): Promise<ApiResponse> {
	const controller = new AbortController();
	const abort = () => controller.abort();
	const end = () => {
		execution?.removeEventListener('abort', abort);
		abort();
	};
	execution?.addEventListener('abort', abort);
	let answer: IN8nHttpFullResponse | undefined;
	try {
		answer = await send(controller.signal);
	} finally {
		if (!answer) end();
	}
	const stream = answer.body as unknown as ReadableStream;
	return {
		status: answer.statusCode,
		headers: answer.headers as ApiResponse['headers'],
		stream,
		release() {
			end();
			stream.destroy();
		},
	};
}

export function isSuccess(status: number): boolean {
	return status >= 200 && status <= 299;
}

export function isRedirect({ status, headers }: Pick<ApiResponse, 'status' | 'headers'>): boolean {
	return REDIRECTS.has(status) && headers.location !== undefined;
}

/**
 * Where a redirect leads.
 *
 * @param from the URL that was asked
 * @throws BodyError when that is not an http or https URL
 */
export function redirectTarget({ headers }: Pick<ApiResponse, 'headers'>, from: string): URL {
	const location = headers.location ?? '';
	const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
	if (target?.protocol !== 'http:' && target?.protocol !== 'https:') {
		throw new BodyError('it redirects to something that is not an http or https URL');
	}
	return target;
}
