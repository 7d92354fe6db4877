import { sleep } from 'n8n-workflow';

/** Where time comes from: a test gives one that it moves by itself. */
export interface Clock {
	/** Milliseconds from an arbitrary beginning; it never goes back. */
	now(): number;
	sleep(milliseconds: number): Promise<void>;
}

/** The machine's monotonic clock: setting the wall clock moves no timeout. */
export const systemClock: Clock = { now, sleep };

/** Milliseconds on the machine's monotonic clock. */
export function now(): number {
	return performance.now();
}

/** Milliseconds since 1970, for dates that a server names. */
export function wallClock(): number {
	return Date.now();
}

/** Ticks this much later than they should are a machine that paused: that time was not waited. */
const TICK_TOLERANCE = 2;

/**
 * Adds up the time in which something was waited for, tick by tick. A tick that took far longer than it should,
 * because the machine slept or was busy, counts as the time it should have taken.
 */
export class WaitingTime {
	private since: number;

	private total = 0;

	constructor(
		private readonly tickMs: number,
		private readonly clock: Pick<Clock, 'now'> = systemClock,
	) {
		this.since = clock.now();
	}

	/** Milliseconds waited up to the last tick. */
	get elapsedMs(): number {
		return this.total;
	}

	/** Called once in each `tickMs`; time that was not spent waiting is left out. */
	tick(isWaiting = true): void {
		const time = this.clock.now();
		const passed = time - this.since;
		this.since = time;
		if (isWaiting) this.total += passed > this.tickMs * TICK_TOLERANCE ? this.tickMs : passed;
	}

	/** Something came: the waiting begins anew. */
	reset(): void {
		this.since = this.clock.now();
		this.total = 0;
	}
}
