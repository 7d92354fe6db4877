import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { BodyError } from './body';
import { throwIfCancelled } from './cancellation';
import { asResponse, isRedirect, redirectTarget, type ApiResponse } from './response';

export interface ForeignLimits {
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
export async function fetchWithoutKey(
	functions: IExecuteFunctions,
	url: string,
	{ timeoutMs, signal }: ForeignLimits,
): Promise<ApiResponse> {
	let target = url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		throwIfCancelled(signal);
		const answer = (await functions.helpers.httpRequest({
			method: 'GET',
			url: target,
			headers: { Accept: '*/*', 'Accept-Encoding': 'identity' },
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs,
			...(signal && { abortSignal: signal }),
		})) as IN8nHttpFullResponse;
		const response = asResponse(answer);
		if (!isRedirect(response)) return response;
		response.stream.destroy();
		target = redirectTarget(response, target);
	}
	throw new BodyError(`it redirects more than ${MAX_REDIRECTS} times`);
}
