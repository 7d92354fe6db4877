import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRetryAfter } from '../../../nodes/Decart/transport/retryAfter';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('reading Retry-After', () => {
	it.each([
		['120', 120_000],
		[' 3 ', 3000],
		['0', 0],
		['1.5', 1500],
		['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
		['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
		['Sun, 01 Mar 2026 11:00:00 GMT', 0],
	])('takes "%s" for %d milliseconds', (value, milliseconds) => {
		expect(readRetryAfter(value, NOW)).toBe(milliseconds);
	});

	it.each(['', 'soon', '-5', '5 apples', '1e9', 'Infinity', 'Sun, 99 Foo 2026', '2026-03-01T12:00:30Z'])(
		'makes nothing of "%s"',
		(value) => {
			expect(readRetryAfter(value, NOW)).toBeUndefined();
		},
	);

	it('makes nothing of a missing one', () => {
		expect(readRetryAfter(undefined, NOW)).toBeUndefined();
	});

	it('never gives less than nothing or more than two minutes', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.double().map(String),
					fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
				),
				(value) => {
					const milliseconds = readRetryAfter(value, NOW) ?? 0;
					expect(milliseconds).toBeGreaterThanOrEqual(0);
					expect(milliseconds).toBeLessThanOrEqual(120_000);
				},
			),
		);
	});
});
