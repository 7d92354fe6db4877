import { isThrottled, type Failure } from './failure';

/**
 * How a request may be repeated. Decart has no idempotency key: a `paid` request (a generation, a file
 * upload) that may have been accepted is never sent again; a `repeatable` one (GET, DELETE, a lookup) may be
 * sent as often as one likes.
 */
export type Safety = 'paid' | 'repeatable';

export interface Attempt {
	readonly isIdempotent: boolean;
	readonly failure: Failure;
	/** How many times the request has been repeated already. */
	readonly retries: number;
	readonly maxRetries: number;
	/** How long it has been waited between these attempts, in milliseconds. */
	readonly waitedMs: number;
	/** Refusals that may pass: 404 for a job that was submitted a moment ago, which not every server knows yet. */
	readonly retryableStatuses?: readonly number[] | undefined;
	/** A random number from 0 to 1, for the jitter. */
	readonly random: number;
	/** The time, in milliseconds since 1970, against which a `Retry-After` date is read. */
	readonly now: number;
}

/**
 * `retry` after a delay in milliseconds, `appliesToAll` where the server itself named it, so that it holds for every
 * request; `stop` for good; or `unknown`: stop, because the request may have been accepted.
 */
export type Decision =
	| { readonly action: 'retry'; readonly delayMs: number; readonly appliesToAll: boolean }
	| { readonly action: 'stop' }
	| { readonly action: 'unknown' };

const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
/** The longest `Retry-After` that is obeyed; a longer one is cut to this. */
const MAX_RETRY_AFTER_MS = 120_000;
/** All the delays of one request together: who is asked to wait longer than this is given up. */
const MAX_WAIT_MS = 300_000;

/** The one place that decides whether a request is sent again. The README's "costs and retries" is this table. */
export function decideRetry(attempt: Attempt): Decision {
	const verdict = judge(attempt);
	if (verdict === 'stop' || verdict === 'unknown') return { action: verdict };
	if (attempt.retries >= attempt.maxRetries) return { action: 'stop' };
	const asked = verdict === 'later' ? retryAfterOf(attempt) : undefined;
	const delayMs = asked ?? backoff(attempt, verdict);
	if (attempt.waitedMs + delayMs > MAX_WAIT_MS) return { action: 'stop' };
	return { action: 'retry', delayMs, appliesToAll: asked !== undefined };
}

function judge({
	isIdempotent,
	failure,
	retryableStatuses = [],
}: Attempt): 'again' | 'later' | 'stop' | 'unknown' {
	const uncertain = !isIdempotent ? 'unknown' : 'again';
	switch (failure.kind) {
		case 'invalidRequest':
			return 'stop';
		case 'notConnected':
			return 'again';
		case 'connectionLost':
		case 'unusableBody':
			return uncertain;
		case 'status':
			if (isThrottled(failure)) return 'later';
			if (retryableStatuses.includes(failure.status)) return 'again';
			// Decart's application itself reports that it failed: there is no result to lose.
			if (failure.status === 500 && failure.reason.isJson && !isIdempotent) return 'stop';
			return isRefusal(failure.status) ? 'stop' : uncertain;
	}
}

/** A status that says the request was not acted on. A redirect does not: it may lead to what was made. */
function isRefusal(status: number): boolean {
	return status >= 400 && status < 500 && status !== 408;
}

/**
 * Exponential backoff with full jitter: anything up to 0.5 s, 1 s, 2 s … 30 s, so that items do not march in
 * step. A busy server is given twice as long, and at least half of it: it is not asked again at once.
 */
function backoff({ retries, random }: Attempt, verdict: 'again' | 'later'): number {
	const isBusy = verdict === 'later';
	const ceiling = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (isBusy ? retries + 1 : retries));
	return Math.round(isBusy ? ceiling * (0.5 + random / 2) : ceiling * random);
}

function retryAfterOf({ failure, now }: Attempt): number | undefined {
	return failure.kind === 'status' ? readRetryAfter(failure.retryAfter, now) : undefined;
}

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds or an HTTP date.
 *
 * @returns milliseconds from 0 to two minutes, `undefined` for a missing or unreadable header
 */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
	const text = value?.trim() ?? '';
	const milliseconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : readHttpDate(text) - now;
	if (!Number.isFinite(milliseconds)) return undefined;
	return Math.min(MAX_RETRY_AFTER_MS, Math.max(0, Math.round(milliseconds)));
}

/** Every form of it begins with a weekday; what else `Date.parse` would take for a date is none. */
function readHttpDate(text: string): number {
	return /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : NaN;
}
