import { sleep } from 'n8n-workflow';

/** How long work may go on before it gives way, in milliseconds. */
const SLICE_MS = 10;

/** Node.js may run a timer of 1 ms in the turn that set it, when another one is due; it seldom does with 2 ms. */
const TURN_MS = 2;

/** A stretch of work, after which the event loop is to have a turn. */
export interface TimeSlice {
	isUsedUp(): boolean;
	/** Gives way to the event loop, and begins a new slice. */
	nextTurn(): Promise<void>;
}

/**
 * Keeps n8n answering while many items are worked on: `while (slice.isUsedUp()) await slice.nextTurn();` before
 * each piece of work. Those that share a slice share its time. It is asked again after the wait, since others that
 * waited for the same turn may have used up the new slice. Work that waits for files or answers lets the event loop
 * come round, and does not wait once more.
 */
export function createTimeSlice(): TimeSlice {
	let startedAt = performance.now();
	let turn: Promise<void> | undefined;
	let watch: Promise<void> | undefined;
	let hasTurned = false;
	const begin = () => {
		startedAt = performance.now();
		hasTurned = false;
	};
	/** A timer that fires shows that the event loop comes round by itself, as it does while files are read. */
	const watchForTurn = () => {
		watch ??= sleep(0).then(() => {
			hasTurned = true;
			watch = undefined;
		});
	};
	return {
		isUsedUp() {
			if (turn !== undefined) return true;
			if (hasTurned) begin();
			watchForTurn();
			return performance.now() - startedAt >= SLICE_MS;
		},
		nextTurn: async () =>
			await (turn ??= sleep(TURN_MS).then(() => {
				begin();
				turn = undefined;
			})),
	};
}

/** As `Array.forEach`, giving way to the event loop on the way. */
export async function forEachInSlices<T>(
	values: Iterable<T>,
	use: (value: T, index: number) => void,
): Promise<void> {
	const slice = createTimeSlice();
	let index = 0;
	for (const value of values) {
		while (slice.isUsedUp()) await slice.nextTurn();
		use(value, index);
		index += 1;
	}
}

/** As `Array.map`, giving way to the event loop on the way. */
export async function mapInSlices<T, U>(
	values: Iterable<T>,
	map: (value: T, index: number) => U,
): Promise<U[]> {
	const mapped: U[] = [];
	await forEachInSlices(values, (value, index) => mapped.push(map(value, index)));
	return mapped;
}
