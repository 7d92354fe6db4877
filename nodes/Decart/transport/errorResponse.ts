import { readText } from './responseBody';
import { throwIfCanceled } from './cancellation';
import type { Failure } from './failure';
import { parseErrorBody, type ErrorBody } from './errorBody';
import type { Redactor } from './redaction';
import { isRedirect, redirectTarget, type ApiResponse } from './response';

const MAX_ERROR_BYTES = 64 * 1024;
const MAX_ERROR_IDLE_MS = 10_000;

/**
 * Reads an answer that is no success: its status, what its body gives as the reason, and how long to wait. Of
 * the body 64 kB are read at most, and the key is taken out before the reason is cut to a readable length.
 *
 * @param url what was asked
 * @throws DecartError `CANCELLED`
 */
export async function readErrorResponse(
	{ signal, redactor }: { readonly signal: AbortSignal | undefined; readonly redactor: Redactor },
	response: ApiResponse,
	{ url, timeoutMs }: { readonly url: string; readonly timeoutMs: number },
): Promise<Failure> {
	const limits = { maxBytes: MAX_ERROR_BYTES, idleMs: Math.min(timeoutMs, MAX_ERROR_IDLE_MS) };
	const body = redactor.text(await readText(response.stream, limits));
	throwIfCanceled(signal);
	const { text, isFromDecart } = isRedirect(response)
		? redirectReason(response, url)
		: parseErrorBody(body);
	return {
		kind: 'status',
		status: response.status,
		reason: { text: redactor.text(text), isFromDecart },
		retryAfter: response.headers['retry-after'],
	};
}

/** Only the origin is shown: what follows it may be signed. */
function redirectReason(response: ApiResponse, url: string): ErrorBody {
	const { origin } = redirectTarget(response, url);
	return { text: `it redirects to ${origin}, which is not followed with the API key`, isFromDecart: false };
}
