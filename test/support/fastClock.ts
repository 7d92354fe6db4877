import { afterAll, beforeAll } from 'vitest';
import { startFastClock } from '../../scripts/engine/fastClock';
import { loadedNode } from '../../scripts/engine/runDecart';

/**
 * Has a test file that mostly waits run on a clock that goes `factor` times as fast. Node, engine and sandbox share it,
 * so what they agree on stays true. What is not waited for, a request and a machine that is busy, seems to take longer:
 * a time that must outlast such work is to be that many times as long.
 */
export function useFastClock(factor: number): void {
	let stop: (() => void) | undefined;
	beforeAll(async () => {
		// The first run of a process waits for the engine to be loaded.
		await loadedNode();
		stop = startFastClock(factor);
	});
	afterAll(() => stop?.());
}
