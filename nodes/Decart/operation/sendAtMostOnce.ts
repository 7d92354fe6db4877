import { RunStoppedError } from '../transport/cancellation';
import { asDecartError, DecartError } from '../transport/errors';
import type { OnSent } from '../transport/api';
import type { IdempotencyEntry, OnUnknownOutcome } from './idempotencyEntry';
import type { Result } from './operation';

export interface OnceOptions {
	/** What is asked for, as in "could not …". */
	readonly action: string;
	readonly onUnknownOutcome: OnUnknownOutcome;
	/** Whether a kept result can still be used; all can when left out. */
	readonly isUsable?: (result: Result) => boolean;
}

/**
 * Makes a request that is no generation, such as a file upload, at most once in all tries of a run.
 *
 * @param run sends the request, and says when it has been sent
 * @throws DecartError of this try, or of the earlier one whose outcome is unknown
 */
export async function sendAtMostOnce(
	entry: IdempotencyEntry,
	{ action, onUnknownOutcome, isUsable = () => true }: OnceOptions,
	run: (onSent: OnSent) => Promise<Result>,
): Promise<Result> {
	const { result: kept } = entry;
	if (kept && isUsable(kept)) return { json: kept.json };
	entry.assertMayResend(onUnknownOutcome, action);
	try {
		const result = await run((mayBeAccepted) => (mayBeAccepted ? entry.markSent() : entry.clear()));
		entry.keepResult({ json: result.json });
		return result;
	} catch (problem) {
		if (problem instanceof DecartError && problem.code === 'OUTCOME_UNKNOWN') entry.keepUnknown(problem);
		throw problem instanceof RunStoppedError ? problem : asDecartError(problem);
	}
}
