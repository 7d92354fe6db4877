import { RunStoppedError } from '../transport/cancellation';
import { createTimeSlice } from './yieldToEventLoop';

/** How a task ended; `skipped` when an earlier failure kept it from starting. */
export type Outcome<T> =
	| { readonly status: 'done'; readonly value: T }
	| { readonly status: 'failed'; readonly error: unknown }
	| { readonly status: 'skipped' };

export interface PoolOptions {
	/** Tasks under way at once, 1 or more. */
	readonly concurrency: number;
	/** Whether the first failure keeps further tasks from starting. Those under way are let finish. */
	readonly stopOnFailure: boolean;
	/** Whether a failure lets further tasks start all the same. Without it none does. */
	readonly isTolerated?: (error: unknown) => boolean;
	/** Informed of that failure, so that tasks which have not sent anything yet end with a `RunStoppedError`. */
	readonly onStop?: () => void;
}

/**
 * Runs tasks side by side and gives their outcomes in the tasks' order, one each. A slow task holds up
 * nobody: whoever is free takes the next one. Tasks that wait for nothing give way to the event loop all the same.
 *
 * @param tasks each is taken when somebody is free for it, since making 100,000 of them at once takes too long
 */
export async function runPool<T>(
	tasks: Iterable<() => Promise<T>>,
	{ concurrency, stopOnFailure, isTolerated, onStop }: PoolOptions,
): Promise<Outcome<T>[]> {
	const outcomes: Outcome<T>[] = [];
	const queue = tasks[Symbol.iterator]();
	const slice = createTimeSlice();
	let taken = 0;
	let isStopped = false;
	const work = async () => {
		for (;;) {
			while (slice.isUsedUp()) await slice.nextTurn();
			const next = queue.next();
			if (next.done) return;
			const index = taken++;
			const outcome: Outcome<T> = isStopped ? { status: 'skipped' } : await run(next.value);
			outcomes[index] = outcome;
			if (outcome.status !== 'failed' || !stopOnFailure || isTolerated?.(outcome.error)) continue;
			isStopped = true;
			onStop?.();
		}
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	return outcomes;
}

async function run<T>(task: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { status: 'done', value: await task() };
	} catch (error) {
		return error instanceof RunStoppedError ? { status: 'skipped' } : { status: 'failed', error };
	}
}
