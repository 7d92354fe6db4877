/** The sandbox's own time, which tests can move forward so that jobs finish and files expire at once. */
export class Clock {
	private offsetMs = 0;

	/** Milliseconds since the epoch. */
	now(): number {
		return Date.now() + this.offsetMs;
	}

	/** Moves the clock forward by so many milliseconds. */
	advance(ms: number): void {
		this.offsetMs += ms;
	}

	reset(): void {
		this.offsetMs = 0;
	}
}
