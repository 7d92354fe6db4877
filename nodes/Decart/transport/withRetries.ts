import type { AttemptResult } from './attempt';
import { abortableSleep } from './cancellation';
import { now, wallClock } from './clock';
import type { Failure } from './failure';
import { decideRetry, type FailedAttempt } from './retry';

/** How a request may be retried. */
export interface RetryPolicy extends Pick<
	FailedAttempt,
	'isIdempotent' | 'maxRetries' | 'retryableStatuses'
> {
	/** Ends the waiting between attempts. */
	readonly signal: AbortSignal | undefined;
	/** The moment on the monotonic clock after which nothing is tried any more. */
	readonly deadline?: number | undefined;
	/** Called after each attempt whose failure proves that nothing was accepted. */
	readonly onNotAccepted?: () => void;
}

/**
 * Runs attempts until one succeeds or `decideRetry` stops, with the backoff between them.
 *
 * @param errorFor makes the error for the last failure
 * @throws DecartError `CANCELLED`, or what `errorFor` gives
 */
export async function withRetries<T>(
	policy: RetryPolicy,
	attempt: () => Promise<AttemptResult<T>>,
	errorFor: (failure: Failure, outcome: 'stop' | 'unknown') => Error,
): Promise<T> {
	let waitedMs = 0;
	for (let retries = 0; ; retries += 1) {
		const result = await attempt();
		if ('value' in result) return result.value;
		const { failure } = result;
		const chance = { random: Math.random(), now: wallClock() };
		const decision = decideRetry({ ...policy, failure, retries, waitedMs, ...chance });
		if (decision.action !== 'unknown') policy.onNotAccepted?.();
		if (decision.action !== 'retry') throw errorFor(failure, decision.action);
		if (now() + decision.delayMs > (policy.deadline ?? Infinity)) throw errorFor(failure, 'stop');
		waitedMs += decision.delayMs;
		await abortableSleep(decision.delayMs, policy.signal);
	}
}
