import { createTimeSlice } from './yieldToEventLoop';

/** How a task ended; `skipped` when an earlier failure kept it from starting. */
export type Outcome<T> =
	| { readonly status: 'done'; readonly value: T }
	| { readonly status: 'failed'; readonly error: unknown }
	| { readonly status: 'skipped' };

export interface PoolOptions {
	/** Tasks under way at once, 1 or more. */
	readonly concurrency: number;
	/** Whether the first failure keeps further tasks from starting. Those under way are always let finish. */
	readonly stopOnFailure: boolean;
}

/**
 * Runs tasks side by side and gives their outcomes in the tasks' order, one each. A slow task holds up
 * nobody: whoever is free takes the next one. Tasks that wait for nothing give way to the event loop all the same.
 */
export async function runPool<T>(
	tasks: readonly (() => Promise<T>)[],
	{ concurrency, stopOnFailure }: PoolOptions,
): Promise<Outcome<T>[]> {
	const outcomes: Outcome<T>[] = tasks.map(() => ({ status: 'skipped' }));
	const queue = tasks.entries();
	let isStopped = false;
	const slice = createTimeSlice();
	const work = async () => {
		for (const [index, task] of queue) {
			await slice.yieldToEventLoop();
			if (isStopped) return;
			outcomes[index] = await task().then(
				(value) => ({ status: 'done', value }),
				(error: unknown) => ({ status: 'failed', error }),
			);
			if (outcomes[index].status === 'failed' && stopOnFailure) isStopped = true;
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, tasks.length) }, work));
	return outcomes;
}
