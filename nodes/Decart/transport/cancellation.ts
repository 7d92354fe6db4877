import { now, systemClock } from './clock';
import { DecartError } from './errors';

/**
 * How long Cancel may go unnoticed by a sleeper, in milliseconds. n8n's own abortable sleep is missing from
 * some versions and leaves a listener on the signal at each call, so sleeping is done in slices instead.
 */
export const CANCEL_CHECK_MS = 100;

/** @throws DecartError `CANCELLED` once the execution is cancelled */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
	// Spelled as n8n does, which recognizes by this word in the message that the run did not fail.
	if (signal?.aborted) throw new DecartError('CANCELLED', 'The execution was canceled');
}

/**
 * Sleeps for `milliseconds`, or until the execution is cancelled.
 *
 * @throws DecartError `CANCELLED`, within a tenth of a second of the cancellation
 */
export async function abortableSleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	const end = now() + milliseconds;
	for (;;) {
		throwIfCancelled(signal);
		const left = end - now();
		if (left <= 0) return;
		await systemClock.sleep(Math.min(CANCEL_CHECK_MS, left));
	}
}
