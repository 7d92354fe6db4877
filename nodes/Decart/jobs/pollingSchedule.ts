import type { FinishedJob, JobTimes } from '../types';

/** Decart asks to be polled no faster than this, in milliseconds. */
const MIN_INTERVAL_MS = 2000;
/** The longest interval where the user sets none, in milliseconds. */
const MAX_INTERVAL_MS = 60_000;
/** Up to this time after its submission a job is polled every `MIN_INTERVAL_MS`. */
const STEADY_UNTIL_MS = 18_000;
/**
 * How much later each poll after that comes than the one before, as a share of the time since the submission: what
 * a result is late by at most, and half of it on average. It is the least with which a job of two minutes takes 25
 * polls: with 10 % it would take 29.
 */
const GROWTH = 0.1262;
/** While jobs of the same run tell that it is too early: seldom, in case this job is quicker than they were. */
const EARLY_GROWTH = 1 / 3;
/** The same at the beginning: half of the time that they took, but no more than this, in milliseconds. */
const MAX_EARLY_START_MS = 5000;
/** While they tell that it is about to be done. */
const DUE_GROWTH = 0.06;
/** How much longer than the longest of them a job still counts as about to be done. */
const DUE_TOLERANCE = 1.25;
/** How many of the jobs that finished last are learned from. */
const MEMORY = 8;

/** The jobs of a run teach each other how long they take. */
export function createJobTimes(): JobTimes {
	const jobs: FinishedJob[] = [];
	return {
		add(job) {
			jobs.push(job);
			if (jobs.length > MEMORY) jobs.shift();
		},
		recent: () => jobs,
	};
}

/**
 * How long to wait before the next poll of a job.
 *
 * @param elapsedMs the time since its submission
 * @param maxMs the longest interval that the user wants; the schedule's own when left out
 * @param finished jobs of the same run that are done
 * @returns milliseconds: 2 s at first, or `maxMs` where that is less, later about an eighth of the time elapsed
 */
export function nextPollDelay(
	elapsedMs: number,
	maxMs: number | undefined,
	finished: readonly FinishedJob[] = [],
): number {
	const interval = Math.max(MIN_INTERVAL_MS, scheduledInterval(elapsedMs, finished));
	return Math.min(interval, maxMs ?? MAX_INTERVAL_MS);
}

function scheduledInterval(elapsedMs: number, finished: readonly FinishedJob[]): number {
	if (finished.length === 0) return nextScheduledPoll(elapsedMs) - elapsedMs;
	const dueFrom = Math.min(...finished.map(({ lastUnderWayMs }) => lastUnderWayMs));
	const dueUntil = Math.max(...finished.map(({ foundDoneMs }) => foundDoneMs)) * DUE_TOLERANCE;
	const early = Math.max(elapsedMs * EARLY_GROWTH, Math.min(dueFrom / 2, MAX_EARLY_START_MS));
	if (elapsedMs < dueFrom) return Math.min(early, dueFrom - elapsedMs);
	return elapsedMs * (elapsedMs < dueUntil ? DUE_GROWTH : GROWTH);
}

/**
 * The first moment of the fixed schedule after `elapsedMs`. It does not shift by the time that polls take, so how
 * late a result is does not depend on it.
 */
function nextScheduledPoll(elapsedMs: number): number {
	// A poll that comes exactly at its moment is followed by the next one.
	const after = elapsedMs + 1;
	if (after < STEADY_UNTIL_MS) return Math.ceil(after / MIN_INTERVAL_MS) * MIN_INTERVAL_MS;
	const passed = Math.floor(Math.log(after / STEADY_UNTIL_MS) / Math.log(1 + GROWTH));
	return STEADY_UNTIL_MS * (1 + GROWTH) ** (passed + 1);
}
