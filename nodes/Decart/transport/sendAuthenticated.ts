import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { withIdleTimeout, type Patience } from './idleTimeout';
import type { ApiResponse } from './response';

/** One request as it goes out. */
export interface Sent extends Patience {
	readonly method: IHttpRequestMethods;
	/** On the credential's own origin: the key goes along. */
	readonly url: string;
	readonly accept: string;
	/** Data for JSON, or a spec-compliant form. */
	readonly content: object | undefined;
}

/**
 * One exchange with the key, through n8n, so that its proxy settings, address policy and cancellation hold.
 * Every status is an answer here, and every body a stream: n8n neither repeats a request after 401 nor buffers
 * anything. A redirect is not followed, for the key would go along with it.
 *
 * @throws n8n's error when there is no answer
 */
export async function sendAuthenticated(
	functions: IExecuteFunctions,
	execution: AbortSignal | undefined,
	{ method, url, accept, content, timeoutMs, progress }: Sent,
): Promise<ApiResponse> {
	const options: IHttpRequestOptions = {
		method,
		url,
		// A compressed body hides its true length.
		headers: { Accept: accept, 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: 0,
		...(content && { body: content }),
	};
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

/** n8n sets the request's signal itself, to that of the functions it is called with. */
function withSignal(functions: IExecuteFunctions, signal: AbortSignal): IExecuteFunctions {
	return Object.create(functions, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;
}
