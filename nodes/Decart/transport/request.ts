import type { IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import { BodyError } from './body';
import { abortableSleep, throwIfCancelled } from './cancellation';
import { asDecartError, DecartError } from './errors';
import { failureDetail, classifyFailure, isThrottled, type Failure } from './failure';
import { fetchUnauthenticated } from './fetchUnauthenticated';
import { readErrorResponse } from './errorResponse';
import type { Redactor } from './redaction';
import { isRedirect, isSuccess, redirectTarget, type ApiResponse } from './response';
import { decideRetry } from './retry';
import { sendAuthenticated } from './sendAuthenticated';
import { errorFromFailure, type Subject } from './errorFromFailure';

/** What a request says of itself when it asks for a place. */
export interface Turn {
	/** How often it has been sent already. */
	readonly retries: number;
	/** The moment after which it is of no use, in milliseconds since 1970; none when left out. */
	readonly deadline?: number | undefined;
}

/** Slows requests down together when the server asks for it; `batch/limiter.ts` is the one. */
export interface Limiter {
	/**
	 * Waits for a place; who has had few retries goes first.
	 *
	 * @returns gives the place back, and says how the request ended
	 * @throws DecartError `RATE_LIMITED` when there is none before the deadline
	 */
	acquire(signal: AbortSignal | undefined, turn: Turn): Promise<(outcome: LimiterOutcome) => void>;
	/** The server asked to wait for so many milliseconds: everybody does. */
	delay(delayMs: number): void;
}

/** `throttled` for 429 and 503. */
export type LimiterOutcome = 'accepted' | 'throttled' | 'other';

/** What every request of one execution shares. The key itself is not among it: n8n adds it while sending. */
export interface Api {
	readonly functions: IExecuteFunctions;
	readonly baseUrl: string;
	readonly signal: AbortSignal | undefined;
	readonly limiter: Limiter;
	readonly redactor: Redactor;
}

/** A body that is made anew for each attempt, since a stream can be sent once. */
export interface RequestBody {
	/** What is sent: data for JSON, or a spec-compliant form. */
	readonly content: object;
	/** Set when the body could not be read to its end, so that the server cannot have received it whole. */
	readonly readError?: Error | undefined;
	/** How many bytes of its files have been handed over. */
	readonly bytesSent?: number;
	/** Closes its files, which an answer that came before the whole body was sent leaves open. */
	close?(): void;
}

/** @param mayBeAccepted whether the request may have been acted on */
export type OnSent = (mayBeAccepted: boolean) => void;

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
	/** Refusals that may pass: 404 for a job that was submitted a moment ago. */
	readonly retryableStatuses?: readonly number[] | undefined;
	/** Told `true` before each attempt, and `false` once its answer proves that nothing was accepted. */
	readonly onSent?: OnSent | undefined;
	/** Whether a redirect is followed: to storage, and without the key. */
	readonly followsRedirect?: boolean | undefined;
}

/** Consumes a good answer's body; throws a `BodyError` where it was cut short or is not what was asked for. */
export type Read<T> = (response: ApiResponse) => Promise<T>;

/**
 * The one door to the API. Sends the request with the credential's key, again where `decideRetry` allows it,
 * and hands a good answer to `read`, which consumes its body.
 *
 * @throws DecartError with the code for what went wrong; nothing of the key in it
 */
export async function request<T>(api: Api, call: ApiRequest, read: Read<T>): Promise<T> {
	let waitedMs = 0;
	for (let retries = 0; ; retries += 1) {
		const result = await attempt(api, call, read, retries);
		if ('value' in result) return result.value;
		const { failure } = result;
		const chance = { random: Math.random(), now: Date.now() };
		const decision = decideRetry({ ...call, failure, retries, waitedMs, ...chance });
		if (decision.action !== 'unknown') call.onSent?.(false);
		if (decision.action !== 'retry') throw errorFromFailure(failure, decision.action, call);
		if (decision.appliesToAll) api.limiter.delay(decision.delayMs);
		if (Date.now() + decision.delayMs > (call.deadline ?? Infinity))
			throw errorFromFailure(failure, 'stop', call);
		waitedMs += decision.delayMs;
		await abortableSleep(decision.delayMs, api.signal);
	}
}

type Attempted<T> = { readonly value: T } | { readonly failure: Failure };

async function attempt<T>(api: Api, call: ApiRequest, read: Read<T>, retries: number): Promise<Attempted<T>> {
	const release = await api.limiter.acquire(api.signal, { retries, deadline: call.deadline });
	let outcome: LimiterOutcome = 'other';
	try {
		const result = await exchange(api, call, read);
		outcome = 'value' in result ? 'accepted' : isThrottled(result.failure) ? 'throttled' : 'other';
		return result;
	} finally {
		release(outcome);
	}
}

async function exchange<T>(api: Api, call: ApiRequest, read: Read<T>): Promise<Attempted<T>> {
	throwIfCancelled(api.signal);
	const body = call.body?.();
	call.onSent?.(true);
	try {
		const sent = await ask(api, call, body).then(
			(response) => ({ response }),
			(error: unknown) => ({
				failure: body?.readError ? unreadable(body.readError) : classifyFailure(error),
			}),
		);
		if ('response' in sent) return await readAnswer(api, call, sent.response, read);
		throwIfCutOff(api, call);
		return { failure: redacted(api, sent.failure) };
	} finally {
		body?.close?.();
	}
}

async function ask(api: Api, call: ApiRequest, body: RequestBody | undefined): Promise<ApiResponse> {
	const progress = () => body?.bytesSent ?? 0;
	const sent = { ...call, url: urlOf(api, call), content: body?.content, progress };
	const response = await sendAuthenticated(api.functions, api.signal, sent);
	return call.followsRedirect && isRedirect(response)
		? await followToStorage(api, call, response)
		: response;
}

/** A result that is kept in a storage is fetched there without the key; its refusal is not Decart's. */
async function followToStorage(api: Api, call: ApiRequest, response: ApiResponse): Promise<ApiResponse> {
	response.release();
	const { href } = redirectTarget(response, urlOf(api, call));
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

async function readAnswer<T>(
	api: Api,
	call: ApiRequest,
	response: ApiResponse,
	read: Read<T>,
): Promise<Attempted<T>> {
	try {
		if (isSuccess(response.status)) return { value: await read(response) };
		const { timeoutMs } = call;
		return { failure: await readErrorResponse(api, response, { url: urlOf(api, call), timeoutMs }) };
	} catch (error) {
		throwIfCutOff(api, call);
		if (error instanceof DecartError) throw asDecartError(error);
		// What n8n could not store counts too: a result that is paid for is not in hand.
		return { failure: redacted(api, { kind: 'unusableBody', detail: failureDetail(error) }) };
	} finally {
		response.release();
	}
}

/** Cancel while something was being paid for: the answer, and with it any job id, is lost. */
function throwIfCutOff({ functions, signal }: Api, { isIdempotent, action }: ApiRequest): void {
	if (!signal?.aborted) return;
	if (isIdempotent) throwIfCancelled(signal);
	const message = `The execution was canceled while Decart was asked to ${action}: it may have been accepted`;
	functions.logger.warn(message);
	throw new DecartError('CANCELLED', message);
}

function urlOf({ baseUrl }: Api, { path }: ApiRequest): string {
	return `${baseUrl}${path}`;
}

function unreadable(error: Error): Failure {
	return { kind: 'invalidRequest', detail: error.message };
}

function redacted(api: Api, failure: Failure): Failure {
	return 'detail' in failure ? { ...failure, detail: api.redactor.text(failure.detail) } : failure;
}
