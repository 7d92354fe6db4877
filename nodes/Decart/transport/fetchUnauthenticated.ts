import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { BodyError } from './responseBody';
import { throwIfCanceled } from './cancellation';
import { httpOptions } from './httpOptions';
import { withIdleTimeout } from './idleTimeout';
import { isRedirect, redirectTarget, type ApiResponse } from './response';

export interface FetchLimits {
	/** Milliseconds without an answer. */
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}

const MAX_REDIRECTS = 5;

/**
 * Gets a URL that is not Decart's API, so without any credential, but through n8n, whose proxy settings and
 * address policy hold at every hop. Redirects are followed one by one, five at most.
 *
 * @returns the answer, whatever its status
 * @throws BodyError for too many redirects, or one away from http and https; n8n's error when there is no answer
 */
export async function fetchUnauthenticated(
	functions: IExecuteFunctions,
	url: string,
	limits: FetchLimits,
): Promise<ApiResponse> {
	let target = url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		throwIfCanceled(limits.signal);
		const response = await get(functions, target, limits);
		if (!isRedirect(response)) return response;
		response.release();
		target = redirectTarget(response, target).href;
	}
	throw new BodyError(`it redirects more than ${MAX_REDIRECTS} times`);
}

async function get(
	functions: IExecuteFunctions,
	url: string,
	{ timeoutMs, signal }: FetchLimits,
): Promise<ApiResponse> {
	const options = httpOptions({ method: 'GET', url, accept: '*/*' });
	return await withIdleTimeout(
		signal,
		{ timeoutMs },
		async (abortSignal) =>
			(await functions.helpers.httpRequest({ ...options, abortSignal })) as IN8nHttpFullResponse,
	);
}
