import { BodyError, NotStoredError } from './responseBody';
import { throwIfCanceled } from './cancellation';
import { systemClock, wallClock } from './clock';
import { readErrorResponse } from './errorResponse';
import { asDecartError, DecartError } from './errors';
import { classifyFailure, failureDetail, isThrottled, type Failure } from './failure';
import { fetchUnauthenticated } from './fetchUnauthenticated';
import type { Api, ApiRequest, Read, RequestBody } from './api';
import type { Slot } from './limiter';
import { isRedirect, isSuccess, redirectTarget, type ApiResponse } from './response';
import { readRetryAfter } from './retryAfter';
import { sendAuthenticated } from './sendAuthenticated';

/** How one attempt ended. */
export type AttemptResult<T> = { readonly value: T } | { readonly failure: Failure };

/**
 * Sends a request once, as soon as the limiter has a slot for it.
 *
 * @param read may release the response before it ends, so that the slot is free for the next request
 * @param signal ends the waiting for a slot; once sent, only Cancel ends the request
 * @throws DecartError for what no retry can mend: Cancel, or an answer that `read` refuses
 */
export async function attempt<T>(
	api: Api,
	call: ApiRequest,
	read: Read<T>,
	signal: AbortSignal | undefined,
): Promise<AttemptResult<T>> {
	const slot = await api.limiter.acquire(signal, call.deadline);
	let release = () => slot.release('other');
	try {
		// The item that freed the slot may have failed: the run hears of that before the next one is charged.
		if (!call.isIdempotent && slot.isAfterFailure) await systemClock.sleep(0);
		throwIfCanceled(signal);
		const result = await sendOnce(
			api,
			call,
			async (response) => await read(releasingSlot(response, slot)),
		);
		release = () => releaseAfter(slot, result);
		return result;
	} finally {
		release();
	}
}

/** An answer that was read to its end has succeeded, and what becomes of it is no matter of the server's. */
function releasingSlot(response: ApiResponse, slot: Slot): ApiResponse {
	return {
		...response,
		release() {
			response.release();
			slot.release('accepted');
		},
	};
}

function releaseAfter(slot: Slot, result: AttemptResult<unknown>): void {
	if ('value' in result) return slot.release('accepted');
	const { failure } = result;
	if (failure.kind !== 'status' || !isThrottled(failure)) return slot.release('other');
	slot.release('throttled', readRetryAfter(failure.retryAfter, wallClock()));
}

async function sendOnce<T>(api: Api, call: ApiRequest, read: Read<T>): Promise<AttemptResult<T>> {
	const body = call.body?.();
	call.onSent?.(true);
	try {
		const sent = await send(api, call, body).then(
			(response) => ({ response }),
			(error: unknown) => ({
				failure: body?.readError ? unreadable(body.readError) : classifyFailure(error),
			}),
		);
		if ('response' in sent) return await readResponse(api, call, sent.response, read);
		throwIfInterrupted(api, call);
		return { failure: redacted(api, sent.failure) };
	} finally {
		body?.close?.();
	}
}

async function send(api: Api, call: ApiRequest, body: RequestBody | undefined): Promise<ApiResponse> {
	const progress = () => body?.bytesSent ?? 0;
	const sent = { ...call, url: urlFor(api, call), content: body?.content, progress };
	const response = await sendAuthenticated(api.functions, api.signal, sent);
	return call.followsRedirect && isRedirect(response)
		? await followToStorage(api, call, response)
		: response;
}

/** A result that is kept in a storage is fetched there without the key; its refusal is not Decart's. */
async function followToStorage(api: Api, call: ApiRequest, response: ApiResponse): Promise<ApiResponse> {
	response.release();
	const { href } = redirectTarget(response, urlFor(api, call));
	if (api.redactor.text(href) !== href)
		throw new BodyError('it redirects to an address with the API key in it');
	const stored = await fetchUnauthenticated(api.functions, href, {
		timeoutMs: call.timeoutMs,
		signal: api.signal,
	});
	if (isSuccess(stored.status)) return stored;
	stored.release();
	throw new BodyError(`the storage that it redirects to answers HTTP ${stored.status}`);
}

async function readResponse<T>(
	api: Api,
	call: ApiRequest,
	response: ApiResponse,
	read: Read<T>,
): Promise<AttemptResult<T>> {
	try {
		if (isSuccess(response.status)) return { value: await read(response) };
		const { timeoutMs } = call;
		return { failure: await readErrorResponse(api, response, { url: urlFor(api, call), timeoutMs }) };
	} catch (error) {
		throwIfInterrupted(api, call);
		if (error instanceof DecartError) throw asDecartError(error);
		const kind = error instanceof NotStoredError ? 'notStored' : 'unusableBody';
		return { failure: redacted(api, { kind, detail: failureDetail(error) }) };
	} finally {
		response.release();
	}
}

/** Cancel while something was being paid for: the answer, and with it any job id, is lost. */
function throwIfInterrupted({ functions, signal }: Api, { isIdempotent, action }: ApiRequest): void {
	if (!signal?.aborted) return;
	if (isIdempotent) throwIfCanceled(signal);
	const message = `The execution was canceled while Decart was asked to ${action}: it may have been accepted`;
	functions.logger.warn(message);
	throw new DecartError('CANCELLED', message);
}

function urlFor({ baseUrl }: Api, { path }: ApiRequest): string {
	return `${baseUrl}${path}`;
}

function unreadable(error: Error): Failure {
	return { kind: 'invalidRequest', detail: error.message };
}

function redacted(api: Api, failure: Failure): Failure {
	return 'detail' in failure ? { ...failure, detail: api.redactor.text(failure.detail) } : failure;
}
