import type { IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

/**
 * How every request goes out. Every status is an answer and every body a stream: n8n neither repeats a request
 * after 401 nor buffers anything. A redirect is not followed, for the key would go along with it. Time is kept by
 * `withIdleTimeout`, so n8n's own timeout is off.
 */
export function httpOptions(
	request: { readonly method: IHttpRequestMethods; readonly url: string; readonly accept: string },
	content?: object,
): IHttpRequestOptions {
	const { method, url, accept } = request;
	return {
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
}
