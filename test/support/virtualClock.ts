import type { Clock } from '../../nodes/Decart/transport/clock';

/** A clock that is moved instead of waited for. */
export interface VirtualClock extends Clock {
	/** Runs until the work is done, from one sleeper's end to the next; gives what the work gives. */
	run<T>(work: Promise<T>): Promise<T>;
	/** Lets so much time pass. */
	advance(milliseconds: number): Promise<void>;
}

export function createVirtualClock(): VirtualClock {
	let time = 0;
	const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
	const settle = async () => await new Promise<void>((resolve) => setImmediate(resolve));
	const wakeNext = () => {
		sleepers.sort((a, b) => a.at - b.at);
		const next = sleepers.shift();
		if (!next) return false;
		time = Math.max(time, next.at);
		next.wake();
		return true;
	};
	return {
		now: () => time,
		sleep: async (milliseconds) =>
			await new Promise((resolve) => sleepers.push({ at: time + milliseconds, wake: resolve })),
		async run(work) {
			let isDone = false;
			const end = () => void (isDone = true);
			work.then(end, end);
			for (await settle(); !isDone; await settle()) {
				if (!wakeNext()) throw new Error('Nothing is waited for, and the work is not done');
			}
			return await work;
		},
		async advance(milliseconds) {
			const end = time + milliseconds;
			for (;;) {
				await settle();
				if (!sleepers.some(({ at }) => at <= end)) break;
				wakeNext();
			}
			time = end;
		},
	};
}
