import { describe, expect, it } from 'vitest';
import { createJobTimes, nextPollDelay } from '../../../nodes/Decart/jobs/pollingSchedule';
import type { JobTimes } from '../../../nodes/Decart/types';

const SECOND = 1000;
/** What a poll itself takes, in milliseconds. */
const POLL_MS = 150;

interface Wait {
	readonly polls: number;
	readonly lateMs: number;
}

/** Waits for a job with time that only this loop moves. */
function waitFor(jobMs: number, times: JobTimes = createJobTimes(), maxMs?: number): Wait {
	let time = 0;
	let lastUnderWayMs = 0;
	for (let polls = 1; ; polls += 1) {
		time += nextPollDelay(time, maxMs, times.recent()) + POLL_MS;
		if (time >= jobMs) {
			times.add({ lastUnderWayMs, foundDoneMs: time });
			return { polls, lateMs: time - jobMs };
		}
		lastUnderWayMs = time;
	}
}

const allowedLateness = (jobMs: number) => Math.max(2 * SECOND, jobMs / 10) + POLL_MS;

describe('A job that is polled', () => {
	it('is polled for the first time after two seconds, and never faster', () => {
		expect(nextPollDelay(0, undefined)).toBe(2 * SECOND);
		const delays = Array.from({ length: 200 }, (_, second) => nextPollDelay(second * SECOND, undefined));
		expect(Math.min(...delays)).toBe(2 * SECOND);
		expect(delays).toEqual([...delays].sort((a, b) => a - b));
	});

	it.each([0.5, 1, 5, 300])('is polled at least every %d seconds where the user wants that', (seconds) => {
		const delays = Array.from({ length: 3600 }, (_, at) => nextPollDelay(at * SECOND, seconds * SECOND));
		expect(Math.max(...delays)).toBe(seconds === 300 ? 300 * SECOND : seconds * SECOND);
		expect(delays[0]).toBe(Math.min(2, seconds) * SECOND);
	});

	it.each([1, 5, 30, 120])('has its result on time when it takes %d seconds', (seconds) => {
		const { lateMs, polls } = waitFor(seconds * SECOND);
		expect(lateMs).toBeLessThanOrEqual(allowedLateness(seconds * SECOND));
		expect(polls).toBeLessThanOrEqual(25);
	});

	it('has its result 12 percent late at most, and 6 percent on average, whatever it takes', () => {
		const jobs = Array.from({ length: 600 }, (_, index) => (20 + index) * SECOND);
		const late = jobs.map((jobMs) => waitFor(jobMs).lateMs / jobMs);
		expect(Math.max(...late)).toBeLessThan(0.13);
		expect(late.reduce((a, b) => a + b) / late.length).toBeLessThan(0.07);
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
