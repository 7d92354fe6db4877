import { describe, expect, it } from 'vitest';
import { pollDelay } from '../../../nodes/Decart/jobs/polling';

const SECOND = 1000;

/** When the looks at a job come, in milliseconds after its submission, up to the first that finds it done. */
function looksUntil(doneAtMs: number, boundMs: number): number[] {
	const looks: number[] = [];
	for (let at = 0; at < doneAtMs;) {
		at += pollDelay(looks.length, boundMs);
		looks.push(at);
	}
	return looks;
}

/** Decart's own SDK looks after half a second and then every second and a half. */
function sdkLooksUntil(doneAtMs: number): number[] {
	const more = Math.max(0, Math.ceil((doneAtMs - 500) / 1500));
	return Array.from({ length: more + 1 }, (_, index) => 500 + 1500 * index);
}

describe('The pauses between two looks at a job', () => {
	it('begin quick and never shrink', () => {
		const pauses = Array.from({ length: 20 }, (_, looks) => pollDelay(looks, 30 * SECOND));
		expect(pauses[0]).toBeLessThanOrEqual(SECOND / 2);
		expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
	});

	it('end at the poll interval, and reach it', () => {
		const pauses = Array.from({ length: 20 }, (_, looks) => pollDelay(looks, 5 * SECOND));
		expect(Math.max(...pauses)).toBe(5 * SECOND);
		expect(pauses.slice(-10)).toEqual(Array.from({ length: 10 }, () => 5 * SECOND));
	});

	it('are the poll interval from the start when that is the shorter', () => {
		expect(pollDelay(0, 300)).toBe(300);
	});

	it.each([10, 30, 60, 600, 3600])('cost a job of %i seconds fewer requests than the SDK', (seconds) => {
		const doneAt = seconds * SECOND;
		expect(looksUntil(doneAt, 5 * SECOND).length).toBeLessThan(sdkLooksUntil(doneAt).length);
	});

	it('make a long job cost less than a third of what it costs the SDK', () => {
		const doneAt = 600 * SECOND;
		expect(sdkLooksUntil(doneAt).length / looksUntil(doneAt, 5 * SECOND).length).toBeGreaterThan(3);
	});

	it.each([0.4, 1, 2, 5, 10, 60])(
		'keep the result of a job of %d seconds waiting for less than half of its time, or as long as the SDK',
		(seconds) => {
			const doneAt = seconds * SECOND;
			const late = (looks: number[]) => (looks.at(-1) ?? 0) - doneAt;
			const own = late(looksUntil(doneAt, 5 * SECOND));
			expect(own).toBeLessThanOrEqual(Math.max(doneAt / 2, late(sdkLooksUntil(doneAt))));
		},
	);
});
