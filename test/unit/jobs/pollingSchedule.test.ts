import { describe, expect, it } from 'vitest';
import { createJobTimes, nextPollDelay } from '../../../nodes/Decart/jobs/pollingSchedule';
import type { JobTimes } from '../../../nodes/Decart/types';

const SECOND = 1000;
/** What a poll itself takes, in milliseconds. */
const POLL_MS = 150;
const MAX_POLLS = 25;

interface Wait {
	readonly polls: number;
	readonly lateMs: number;
}

/** Waits for a job with time that only this loop moves. */
function waitFor(jobMs: number, times: JobTimes = createJobTimes(), pollMs = POLL_MS): Wait {
	let time = 0;
	let lastUnderWayMs = 0;
	for (let polls = 1; ; polls += 1) {
		time += nextPollDelay(time, undefined, times.recent()) + pollMs;
		if (time >= jobMs) {
			times.add({ lastUnderWayMs, foundDoneMs: time });
			return { polls, lateMs: time - jobMs };
		}
		lastUnderWayMs = time;
	}
}

const allowedLateness = (jobMs: number, pollMs = POLL_MS) => Math.max(2 * SECOND, jobMs / 10) + pollMs;

/** How many polls it takes to find a job done that takes so long, each as late as that share of its time allows. */
function fewestPolls(jobMs: number, share: number): number {
	let polls = 1;
	for (let time = 2 * SECOND; time < jobMs; time += Math.max(2 * SECOND, time * share)) polls += 1;
	return polls;
}

describe('A job that is polled', () => {
	it('is polled for the first time after two seconds, and never faster', () => {
		expect(nextPollDelay(0, undefined)).toBe(2 * SECOND);
		const delays = Array.from({ length: 2000 }, (_, tenth) => nextPollDelay(tenth * 100, undefined));
		expect(Math.min(...delays)).toBe(2 * SECOND);
	});

	it.each([0.5, 1, 5, 300])('is polled at least every %d seconds where the user wants that', (seconds) => {
		const delays = Array.from({ length: 3600 }, (_, at) => nextPollDelay(at * SECOND, seconds * SECOND));
		expect(Math.max(...delays)).toBe(seconds === 300 ? 300 * SECOND : seconds * SECOND);
		expect(delays[0]).toBe(Math.min(2, seconds) * SECOND);
	});

	it.each([1, 5, 30, 120])('has its result on time when it takes %d seconds', (seconds) => {
		for (let pollMs = 0; pollMs <= SECOND; pollMs += 20) {
			const { lateMs, polls } = waitFor(seconds * SECOND, createJobTimes(), pollMs);
			expect(lateMs).toBeLessThanOrEqual(allowedLateness(seconds * SECOND, pollMs));
			expect(polls).toBeLessThanOrEqual(MAX_POLLS);
		}
	});

	it.each([0, 150, 500])('has its result an eighth late at most, whatever it takes', (pollMs) => {
		const jobs = Array.from({ length: 1199 }, (_, half) => SECOND + half * 500);
		const waits = jobs.map((jobMs) => ({ jobMs, ...waitFor(jobMs, createJobTimes(), pollMs) }));
		for (const { jobMs, lateMs } of waits)
			expect(lateMs).toBeLessThanOrEqual(Math.max(2 * SECOND, jobMs * 0.1265) + pollMs);
		const long = waits.filter(({ jobMs }) => jobMs >= 20 * SECOND);
		const shares = long.map(({ jobMs, lateMs }) => (lateMs - pollMs) / jobMs);
		expect(shares.reduce((a, b) => a + b) / shares.length).toBeLessThan(0.065);
	});

	it('is polled as seldom as it can be for that', () => {
		expect(fewestPolls(120 * SECOND, 0.1)).toBe(29);
		expect(fewestPolls(120 * SECOND, 0.125)).toBeGreaterThan(MAX_POLLS);
		expect(waitFor(120 * SECOND, createJobTimes(), 0).polls).toBe(MAX_POLLS);
	});
});

describe('The jobs of one run', () => {
	it.each([5, 30, 120])('teach each other that they take %d seconds', (seconds) => {
		const times = createJobTimes();
		const alone = waitFor(seconds * SECOND, times);
		const taught = Array.from({ length: 6 }, () => waitFor(seconds * SECOND, times));
		for (const { lateMs, polls } of taught) {
			expect(lateMs).toBeLessThanOrEqual(allowedLateness(seconds * SECOND));
			expect(polls).toBeLessThanOrEqual(alone.polls);
		}
	});

	it('save a third of the polls of long ones, and some lateness', () => {
		const times = createJobTimes();
		const durations = [100, 110, 120, 125, 118, 104, 121, 116].map((seconds) => seconds * SECOND);
		for (const jobMs of durations) waitFor(jobMs, times);
		const taught = durations.map((jobMs) => waitFor(jobMs, times));
		const alone = durations.map((jobMs) => waitFor(jobMs));
		const sum = (waits: Wait[], key: keyof Wait) => waits.reduce((total, wait) => total + wait[key], 0);
		expect(sum(taught, 'polls')).toBeLessThan((sum(alone, 'polls') * 2) / 3);
		expect(sum(taught, 'lateMs')).toBeLessThan(sum(alone, 'lateMs'));
	});

	it('do not forget one that is far quicker than the others', () => {
		const times = createJobTimes();
		waitFor(120 * SECOND, times);
		const quick = waitFor(10 * SECOND, times);
		expect(quick.lateMs).toBeLessThanOrEqual(5 * SECOND + POLL_MS);
		expect(waitFor(10 * SECOND, times).lateMs).toBeLessThanOrEqual(allowedLateness(10 * SECOND));
	});

	it('leave a job that takes far longer than the others on time, too', () => {
		const times = createJobTimes();
		waitFor(5 * SECOND, times);
		const { lateMs } = waitFor(120 * SECOND, times);
		expect(lateMs / (120 * SECOND)).toBeLessThan(0.13);
	});
});
