import { now, systemClock } from './clock';
import { DecartError } from './errors';

/**
 * How long Cancel may go unnoticed by a sleeper, in milliseconds. n8n's own abortable sleep is missing from
 * some versions and leaves a listener on the signal at each call, so sleeping is done in slices instead.
 */
export const CANCEL_CHECK_MS = 100;

/** @throws DecartError `CANCELLED` once the execution is canceled */
export function throwIfCanceled(signal: AbortSignal | undefined): void {
	// Spelled as n8n does, which recognizes by this word in the message that the run did not fail.
	if (signal?.aborted) throw new DecartError('CANCELLED', 'The execution was canceled');
}

/**
 * Sleeps for `milliseconds`, or until the execution is canceled.
 *
 * @throws DecartError `CANCELLED`, within a tenth of a second of the cancellation
 */
export async function abortableSleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	const end = now() + milliseconds;
	for (;;) {
		throwIfCanceled(signal);
		const left = end - now();
		if (left <= 0) return;
		await systemClock.sleep(Math.min(CANCEL_CHECK_MS, left));
	}
}

/** Thrown instead of sending something that could be charged, once another item has failed and so ended the run. */
export class RunStoppedError extends Error {}

/** What ends work early. */
export interface Interruptions {
	/** Cancel: ends everything. */
	readonly signal: AbortSignal | undefined;
	/** The first failure of a run that stops then: nothing more is begun that could be charged. */
	readonly stopped?: AbortSignal | undefined;
}

/**
 * Does what leads up to a paid request, such as waiting for a slot, unless the run is stopped. What was sent
 * already is let finish.
 *
 * @param work is given a signal that ends its waiting, for either reason
 * @throws RunStoppedError
 */
export async function unlessStopped<T>(
	{ signal, stopped }: Interruptions,
	work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
	const isStopped = () => stopped?.aborted && !signal?.aborted;
	if (isStopped()) throw new RunStoppedError();
	try {
		return await work(combineSignals({ signal, stopped }));
	} catch (error) {
		const hasWaited = error instanceof DecartError && error.code === 'CANCELLED';
		throw hasWaited && isStopped() ? new RunStoppedError() : error;
	}
}

/** A signal for either reason. */
export function combineSignals({ signal, stopped }: Interruptions): AbortSignal | undefined {
	return signal && stopped ? AbortSignal.any([signal, stopped]) : (signal ?? stopped);
}
