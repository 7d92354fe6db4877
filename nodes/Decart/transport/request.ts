import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { BodyError, readText } from './body';
import { pause, throwIfCancelled } from './cancellation';
import { asDecartError } from './errors';
import { failureOf, type Failure } from './failure';
import { fetchWithoutKey } from './foreign';
import { readReason } from './reason';
import type { Redactor } from './redaction';
import { asResponse, isRedirect, isSuccess, redirectTarget, type ApiResponse } from './response';
import { decideRetry } from './retry';
import { failureError, type Subject } from './statusErrors';

/** Slows requests down together when the server asks for it; `batch/pace.ts` is the one. */
export interface Pace {
	/**
	 * Waits for a place; to be given back with `leave`.
	 *
	 * @throws DecartError `RATE_LIMITED` when there is none before the deadline, in milliseconds since 1970
	 */
	enter(signal: AbortSignal | undefined, deadline: number | undefined): Promise<void>;
	leave(outcome: 'accepted' | 'throttled' | 'other'): void;
	/** The server asked to wait for so many milliseconds: everybody does. */
	hold(delayMs: number): void;
}

/** What every request of one execution shares. The key itself is not among it: n8n adds it while sending. */
export interface Api {
	readonly functions: IExecuteFunctions;
	readonly baseUrl: string;
	readonly signal: AbortSignal | undefined;
	readonly pace: Pace;
	readonly redactor: Redactor;
}

/** A body that is made anew for each attempt, since a stream can be sent once. */
export interface RequestBody {
	/** What is sent: data for JSON, or a spec-compliant form. */
	readonly content: object;
	/** Set when the body could not be read to its end, so that the server cannot have received it whole. */
	readonly readError?: Error | undefined;
}

export interface ApiRequest extends Subject {
	readonly method: IHttpRequestMethods;
	/** Below the base URL, `/v1/files`. */
	readonly path: string;
	readonly accept: string;
	readonly body?: (() => RequestBody) | undefined;
	readonly maxRetries: number;
	/** Milliseconds without an answer after which an attempt is given up. */
	readonly timeoutMs: number;
	/** The moment after which nothing is tried any more, in milliseconds since 1970; none when left out. */
	readonly deadline?: number | undefined;
	/** A job that was submitted a moment ago may answer 404 for a while. */
	readonly justSubmitted?: boolean | undefined;
	/** Whether a redirect is followed: to storage, and without the key. */
	readonly followsRedirect?: boolean | undefined;
}

/** Consumes a good answer's body; throws a `BodyError` where it was cut short or is not what was asked for. */
export type Read<T> = (response: ApiResponse) => Promise<T>;

const MAX_ERROR_BYTES = 64 * 1024;
const MAX_ERROR_IDLE_MS = 10_000;

/**
 * The one door to the API. Sends the request with the credential's key, again where `decideRetry` allows it,
 * and hands a good answer to `read`, which consumes its body.
 *
 * @throws DecartError with the code for what went wrong; nothing of the key in it
 */
export async function request<T>(api: Api, call: ApiRequest, read: Read<T>): Promise<T> {
	for (let retries = 0; ; retries += 1) {
		const result = await attempt(api, call, read);
		if ('value' in result) return result.value;
		const { failure } = result;
		const decision = decideRetry({ ...call, failure, retries, random: Math.random(), now: Date.now() });
		if (decision.action !== 'retry') throw failureError(failure, decision.action, call);
		if (decision.throttled) api.pace.hold(decision.delayMs);
		if (Date.now() + decision.delayMs > (call.deadline ?? Infinity))
			throw failureError(failure, 'stop', call);
		await pause(decision.delayMs, api.signal);
	}
}

type Attempted<T> = { readonly value: T } | { readonly failure: Failure };

async function attempt<T>(api: Api, call: ApiRequest, read: Read<T>): Promise<Attempted<T>> {
	await api.pace.enter(api.signal, call.deadline);
	let outcome: 'accepted' | 'throttled' | 'other' = 'other';
	try {
		const result = await exchange(api, call, read);
		outcome = 'value' in result ? 'accepted' : isThrottled(result.failure) ? 'throttled' : 'other';
		return result;
	} finally {
		api.pace.leave(outcome);
	}
}

async function exchange<T>(api: Api, call: ApiRequest, read: Read<T>): Promise<Attempted<T>> {
	const body = call.body?.();
	const sent = await answerTo(api, call, body).then(
		(response) => ({ response }),
		(error: unknown) => ({ failure: body?.readError ? unreadable(body.readError) : failureOf(error) }),
	);
	throwIfCancelled(api.signal);
	if ('failure' in sent) return { failure: redacted(api, sent.failure) };
	const { response } = sent;
	if (!isSuccess(response.status)) return { failure: await statusFailure(api, call, response) };
	return await read(response)
		.then(
			(value) => ({ value }),
			(error: unknown) => ({ failure: redacted(api, bodyFailure(error, api.signal)) }),
		)
		// Frees the connection when `read` stopped halfway.
		.finally(() => response.stream.destroy());
}

async function answerTo(api: Api, call: ApiRequest, body: RequestBody | undefined): Promise<ApiResponse> {
	const response = await send(api, call, body);
	if (!call.followsRedirect || !isRedirect(response)) return response;
	response.stream.destroy();
	const target = redirectTarget(response, `${api.baseUrl}${call.path}`);
	return await fetchWithoutKey(api.functions, target, { timeoutMs: call.timeoutMs, signal: api.signal });
}

/**
 * One exchange through n8n, so that its proxy settings, address policy and cancellation hold. Every status is
 * an answer here, and every body a stream: n8n neither repeats a request after 401 nor buffers anything. A
 * redirect is not followed, for the key would go along with it.
 */
async function send(api: Api, call: ApiRequest, body: RequestBody | undefined): Promise<ApiResponse> {
	const options: IHttpRequestOptions = {
		method: call.method,
		url: `${api.baseUrl}${call.path}`,
		// A compressed body hides its true length.
		headers: { Accept: call.accept, 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: call.timeoutMs,
		...(body && { body: body.content }),
	};
	throwIfCancelled(api.signal);
	const answer = (await api.functions.helpers.httpRequestWithAuthentication.call(
		api.functions,
		'decartApi',
		options,
	)) as IN8nHttpFullResponse;
	return asResponse(answer);
}

async function statusFailure(api: Api, call: ApiRequest, response: ApiResponse): Promise<Failure> {
	const limits = { maxBytes: MAX_ERROR_BYTES, idleMs: Math.min(call.timeoutMs, MAX_ERROR_IDLE_MS) };
	const { text, isJson } = readReason(await readText(response.stream, limits));
	throwIfCancelled(api.signal);
	const reason = { text: api.redactor.text(text), isJson };
	return { kind: 'status', status: response.status, reason, retryAfter: response.headers['retry-after'] };
}

function bodyFailure(error: unknown, signal: AbortSignal | undefined): Failure {
	throwIfCancelled(signal);
	if (!(error instanceof BodyError)) throw asDecartError(error);
	return { kind: 'body', detail: error.message };
}

function unreadable(error: Error): Failure {
	return { kind: 'unsendable', detail: error.message };
}

function redacted(api: Api, failure: Failure): Failure {
	return 'detail' in failure ? { ...failure, detail: api.redactor.text(failure.detail) } : failure;
}

function isThrottled(failure: Failure): boolean {
	return failure.kind === 'status' && (failure.status === 429 || failure.status === 503);
}
