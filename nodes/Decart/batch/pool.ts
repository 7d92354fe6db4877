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
 * Work for a pool.
 *
 * @param release frees the task's slot for the next task before this one ends: from then on it sends nothing. Where
 * enough others have done so and not ended yet, the task keeps its slot
 */
export type PoolTask<T> = (release: () => void) => Promise<T>;

/** So many tasks may go on after they released their slot: each may hold a whole result. */
const MAX_FINISHING = 2;

/**
 * Runs tasks side by side and gives their outcomes in the tasks' order, one each. A slow task delays nobody: the
 * next one starts in whichever slot is free. Tasks that wait for nothing give way to the event loop all the same.
 *
 * @param tasks each is taken when a slot is free for it, since making 100,000 of them at once takes too long
 */
export async function runPool<T>(
	tasks: Iterable<PoolTask<T>>,
	{ concurrency, stopOnFailure, isTolerated, onStop }: PoolOptions,
): Promise<Outcome<T>[]> {
	const outcomes: Outcome<T>[] = [];
	const queue = tasks[Symbol.iterator]();
	const slice = createTimeSlice();
	const underWay = new Set<Promise<void>>();
	let finishing = 0;
	let taken = 0;
	let isStopped = false;
	const complete = async (task: PoolTask<T>, index: number, release: () => void) => {
		const outcome: Outcome<T> = isStopped ? { status: 'skipped' } : await run(task, release);
		outcomes[index] = outcome;
		if (outcome.status !== 'failed' || !stopOnFailure || isTolerated?.(outcome.error)) return;
		isStopped = true;
		onStop?.();
	};
	/** Ends when the task's slot is free for another. */
	const runInSlot = async (task: PoolTask<T>, index: number) =>
		await new Promise<void>((resolve, reject) => {
			let hasSlot = true;
			const freeSlot = () => {
				hasSlot = false;
				resolve();
			};
			const release = () => {
				if (!hasSlot || finishing >= MAX_FINISHING) return;
				finishing += 1;
				freeSlot();
			};
			const completed = complete(task, index, release).then(() => {
				if (!hasSlot) finishing -= 1;
				underWay.delete(completed);
				freeSlot();
			});
			underWay.add(completed);
			completed.catch(reject);
		});
	const work = async () => {
		for (;;) {
			while (slice.isUsedUp()) await slice.nextTurn();
			const next = queue.next();
			if (next.done) return;
			await runInSlot(next.value, taken++);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	await Promise.all(underWay);
	return outcomes;
}

async function run<T>(task: PoolTask<T>, release: () => void): Promise<Outcome<T>> {
	try {
		return { status: 'done', value: await task(release) };
	} catch (error) {
		return error instanceof RunStoppedError ? { status: 'skipped' } : { status: 'failed', error };
	}
}
