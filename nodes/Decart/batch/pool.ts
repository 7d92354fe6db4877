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
 */
export async function runPool<T>(
	tasks: readonly (() => Promise<T>)[],
	{ concurrency, stopOnFailure, isTolerated, onStop }: PoolOptions,
): Promise<Outcome<T>[]> {
	const outcomes: Outcome<T>[] = tasks.map(() => ({ status: 'skipped' }));
	const queue = tasks.entries();
	let isStopped = false;
	const slice = createTimeSlice();
	const work = async () => {
		for (const [index, task] of queue) {
			await slice.yieldToEventLoop();
			if (isStopped) return;
			const outcome = await run(task);
			outcomes[index] = outcome;
			if (outcome.status !== 'failed' || !stopOnFailure || isTolerated?.(outcome.error)) continue;
			isStopped = true;
			onStop?.();
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, tasks.length) }, work));
	return outcomes;
}

async function run<T>(task: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { status: 'done', value: await task() };
	} catch (error) {
		return error instanceof RunStoppedError ? { status: 'skipped' } : { status: 'failed', error };
	}
}
