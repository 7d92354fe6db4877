import { sleep } from 'n8n-workflow';

/** How long work may go on before it gives way, in milliseconds. */
const SLICE_MS = 10;

/**
 * Keeps n8n answering while many items are worked on: gives way to the event loop once a slice of time is used
 * up. All that share one slice share its time.
 */
export function createTimeSlice(): { yieldToEventLoop(): Promise<void> } {
	let startedAt = performance.now();
	let giveWay: Promise<void> | undefined;
	return {
		async yieldToEventLoop() {
			if (!giveWay && performance.now() - startedAt < SLICE_MS) return;
			giveWay ??= sleep(0).then(() => {
				startedAt = performance.now();
				giveWay = undefined;
			});
			await giveWay;
		},
	};
}

/** As `Array.map`, giving way to the event loop on the way. */
export async function mapInSlices<T, U>(
	values: readonly T[],
	map: (value: T, index: number) => U,
): Promise<U[]> {
	const slice = createTimeSlice();
	const mapped: U[] = [];
	for (const [index, value] of values.entries()) {
		mapped.push(map(value, index));
		await slice.yieldToEventLoop();
	}
	return mapped;
}
