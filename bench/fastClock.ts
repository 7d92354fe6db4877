/**
 * Runs something while this process's clock goes `factor` times as fast: with ten, a second on it is a tenth of one.
 * Timers, `Date.now()` and `performance.now()` agree with each other.
 */
export async function withFastClock<T>(factor: number, work: () => Promise<T>): Promise<T> {
	const realTimeout = globalThis.setTimeout;
	const realNow = Date.now.bind(Date);
	const realPerformanceNow = performance.now.bind(performance);
	const [started, startedPerformance] = [realNow(), realPerformanceNow()];
	const fastTimeout = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
		realTimeout(callback, ms / factor, ...args);
	Reflect.set(globalThis, 'setTimeout', fastTimeout);
	Date.now = () => started + (realNow() - started) * factor;
	performance.now = () => startedPerformance + (realPerformanceNow() - startedPerformance) * factor;
	try {
		return await work();
	} finally {
		globalThis.setTimeout = realTimeout;
		Date.now = realNow;
		performance.now = realPerformanceNow;
	}
}
