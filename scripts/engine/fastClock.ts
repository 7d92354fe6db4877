/**
 * Has this process's clock go `factor` times as fast: with ten, a second on it is a tenth of one. Timers, `Date.now()`
 * and `performance.now()` agree with each other. Requests then seem to take that many times as long.
 *
 * @returns a function that gives the process its own clock back
 */
export function startFastClock(factor: number): () => void {
	const { setTimeout: realTimeout, setInterval: realInterval } = globalThis;
	const realNow = Date.now.bind(Date);
	const realPerformanceNow = performance.now.bind(performance);
	const [started, startedPerformance] = [realNow(), realPerformanceNow()];
	const hasten =
		(set: typeof realTimeout | typeof realInterval) =>
		(callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
			set(callback, ms / factor, ...args);
	Reflect.set(globalThis, 'setTimeout', hasten(realTimeout));
	Reflect.set(globalThis, 'setInterval', hasten(realInterval));
	Date.now = () => started + (realNow() - started) * factor;
	performance.now = () => startedPerformance + (realPerformanceNow() - startedPerformance) * factor;
	return () => {
		globalThis.setTimeout = realTimeout;
		globalThis.setInterval = realInterval;
		Date.now = realNow;
		performance.now = realPerformanceNow;
	};
}

/** Runs something on a clock that goes `factor` times as fast. */
export async function withFastClock<T>(factor: number, work: () => Promise<T>): Promise<T> {
	const stop = startFastClock(factor);
	try {
		return await work();
	} finally {
		stop();
	}
}
