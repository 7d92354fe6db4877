import { onTestFinished, vi } from 'vitest';
import { closeAfterFile } from './closeAfterFile';

/** A wall clock that a test sets. The clock behind timers and timeouts goes on as ever. */
export interface WallClock {
	/** Sets it forward, or back, by so many milliseconds. */
	step(milliseconds: number): void;
	/** Gives the machine's own back. */
	end(): void;
}

export function startWallClock(): WallClock {
	vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true });
	closeAfterFile(async () => await Promise.resolve(end()));
	return {
		step: (milliseconds) => void vi.setSystemTime(Number(vi.getMockedSystemTime()) + milliseconds),
		end,
	};
}

/** Lets the wall clock stand still at a moment until the test ends. */
export function stopWallClock(moment: string): WallClock {
	vi.useFakeTimers({ toFake: ['Date'], now: new Date(moment) });
	onTestFinished(end);
	return { step: (milliseconds) => void vi.advanceTimersByTime(milliseconds), end };
}

function end(): void {
	vi.useRealTimers();
}
