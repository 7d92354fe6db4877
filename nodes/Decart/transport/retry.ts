import { backoffDelay } from './backoff';
import { isThrottled, type Failure, type StatusFailure } from './failure';
import { readRetryAfter } from './retryAfter';

/** One attempt of a request, and what is known when it failed. */
export interface FailedAttempt {
	/**
	 * Whether it may be repeated without harm. Decart has no idempotency key, so a generation or an upload that may
	 * have been accepted is never sent again.
	 */
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

/** `retry` after a delay in milliseconds; `stop` for good; or `unknown`: stop, because it may have been accepted. */
export type Decision =
	| { readonly action: 'retry'; readonly delayMs: number }
	| { readonly action: 'stop' }
	| { readonly action: 'unknown' };

/** All the delays of one request together: who is asked to wait longer than this is given up. */
const MAX_WAIT_MS = 300_000;

/** The one place that decides whether a request is sent again. The table in docs/retries.md says the same. */
export function decideRetry(attempt: FailedAttempt): Decision {
	const kind = classifyRetry(attempt);
	if (kind === 'stop' || kind === 'unknown') return { action: kind };
	if (attempt.retries >= attempt.maxRetries) return { action: 'stop' };
	const isBusy = kind === 'later';
	// The longer of both: a server whose clock is off names a time that has passed.
	const delayMs = Math.max(backoffDelay({ ...attempt, isBusy }), isBusy ? retryAfterDelay(attempt) : 0);
	if (attempt.waitedMs + delayMs > MAX_WAIT_MS) return { action: 'stop' };
	return { action: 'retry', delayMs };
}

function classifyRetry({
	isIdempotent,
	failure,
	retryableStatuses = [],
}: FailedAttempt): 'again' | 'later' | 'stop' | 'unknown' {
	const uncertain = !isIdempotent ? 'unknown' : 'again';
	switch (failure.kind) {
		case 'invalidRequest':
			return 'stop';
		case 'notConnected':
			return 'again';
		case 'connectionLost':
		case 'unusableBody':
			return uncertain;
		case 'notStored':
			return isIdempotent ? 'stop' : 'unknown';
		case 'status':
			if (isThrottled(failure)) return isIdempotent || isTurnedAway(failure) ? 'later' : 'unknown';
			if (retryableStatuses.includes(failure.status)) return 'again';
			// Decart's application itself reports that it failed: there is no result to lose.
			if (failure.status === 500 && failure.reason.isFromDecart && !isIdempotent) return 'stop';
			return isRefusal(failure.status) ? 'stop' : uncertain;
	}
}

/** Whether a busy answer proves that nothing was accepted: a proxy's own 503 may come after it has forwarded. */
function isTurnedAway({ status, reason, retryAfter }: StatusFailure): boolean {
	return status === 429 || reason.isFromDecart || readRetryAfter(retryAfter, 0) !== undefined;
}

/** A status that says the request was not acted on. A redirect does not: it may lead to what was made. */
function isRefusal(status: number): boolean {
	return status >= 400 && status < 500 && status !== 408;
}

function retryAfterDelay({ failure, now }: FailedAttempt): number {
	return (failure.kind === 'status' ? readRetryAfter(failure.retryAfter, now) : undefined) ?? 0;
}
