/** A stretch of time, in milliseconds. */
export interface Span {
	readonly startTime: number;
	readonly duration: number;
}

/** A turn of the event loop, and how much of it JavaScript's thread has run. */
export interface Turn extends Span {
	readonly workedMs: number;
}

/** How long the node's own code ran in a turn: no less than `least` and no more than `most`, in milliseconds. */
export interface OwnTime {
	readonly least: number;
	readonly most: number;
}

/**
 * The garbage collector reports how long it took, not how long the thread ran for it. On a busy machine the two
 * differ, so there are bounds: it ran for no longer than it took, and where it did not run the thread may have stood
 * still. On a quiet machine the bounds meet.
 */
export function ownTime(turn: Turn, collections: readonly Span[]): OwnTime {
	const collectedMs = overlap(turn, collections);
	return {
		least: Math.max(0, turn.workedMs - collectedMs),
		most: Math.min(turn.workedMs, turn.duration - collectedMs),
	};
}

function overlap({ startTime, duration }: Span, others: readonly Span[]): number {
	const end = startTime + duration;
	return others.reduce((sum, other) => {
		const shared = Math.min(end, other.startTime + other.duration) - Math.max(startTime, other.startTime);
		return sum + Math.max(0, shared);
	}, 0);
}
