import type { IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import type { Interruptions } from './cancellation';
import type { Subject } from './errorFromFailure';
import type { Limiter } from './limiter';
import type { Redactor } from './redaction';
import type { ApiResponse } from './response';

/** What every request of one execution shares. The key itself is not among it: n8n adds it while sending. */
export interface Api extends Interruptions {
	readonly functions: IExecuteFunctions;
	readonly baseUrl: string;
	readonly limiter: Limiter;
	readonly redactor: Redactor;
}

/** A body that is made anew for each attempt, since a stream can be sent once. */
export interface RequestBody {
	/** What is sent: data for JSON, or a spec-compliant form. */
	readonly content: object;
	/** Set when the body could not be read to its end, so that the server cannot have received it completely. */
	readonly readError?: Error | undefined;
	/** How many bytes of its files have been sent. */
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
	/** The moment on the monotonic clock after which nothing is tried any more; none when left out. */
	readonly deadline?: number | undefined;
	/** Refusals that may pass: 404 for a job that was submitted a moment ago. */
	readonly retryableStatuses?: readonly number[] | undefined;
	/** Called with `true` before each attempt, and `false` once its answer proves that nothing was accepted. */
	readonly onSent?: OnSent | undefined;
	/** Whether a redirect is followed: to storage, and without the key. */
	readonly followsRedirect?: boolean | undefined;
}

/**
 * Consumes a good answer's body; throws a `BodyError` where it was truncated or is not what was asked for. It may release
 * the answer once it has all of it and it is good, which lets the next request begin.
 */
export type Read<T> = (response: ApiResponse) => Promise<T>;
