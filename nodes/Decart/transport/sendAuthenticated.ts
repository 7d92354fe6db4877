import type { IExecuteFunctions, IHttpRequestMethods, IN8nHttpFullResponse } from 'n8n-workflow';
import { httpOptions } from './httpOptions';
import { withIdleTimeout, type IdleLimits } from './idleTimeout';
import { withSignal } from './n8nInternals';
import type { ApiResponse } from './response';

/** One request as it goes out. */
export interface AuthenticatedRequest extends IdleLimits {
	readonly method: IHttpRequestMethods;
	/** On the credential's own origin: the key goes along. */
	readonly url: string;
	readonly accept: string;
	/** Data for JSON, or a spec-compliant form. */
	readonly content: object | undefined;
}

/**
 * Sends one request with the key, through n8n, so that its proxy settings, address policy and cancellation hold.
 *
 * @throws n8n's error when there is no answer
 */
export async function sendAuthenticated(
	functions: IExecuteFunctions,
	execution: AbortSignal | undefined,
	{ method, url, accept, content, timeoutMs, progress }: AuthenticatedRequest,
): Promise<ApiResponse> {
	const options = httpOptions({ method, url, accept }, content);
	const { httpRequestWithAuthentication } = functions.helpers;
	return await withIdleTimeout(
		execution,
		{ timeoutMs, progress },
		async (signal) =>
			(await httpRequestWithAuthentication.call(
				withSignal(functions, signal),
				'decartApi',
				options,
			)) as IN8nHttpFullResponse,
	);
}
