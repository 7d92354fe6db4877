import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../nodes/Decart/transport/failure';
import { decideRetry, type FailedAttempt, type Decision } from '../../../nodes/Decart/transport/retry';

const NOW = Date.parse('2026-03-01T12:00:00Z');

function decide(failure: Failure, changes: Partial<FailedAttempt> = {}): Decision {
	const first = { retries: 0, maxRetries: 3, waitedMs: 0, random: 0.5, now: NOW };
	return decideRetry({ isIdempotent: false, failure, ...first, ...changes });
}

function answered(
	status: number,
	{ retryAfter, isFromDecart = true }: { retryAfter?: string; isFromDecart?: boolean } = {},
) {
	return {
		kind: 'status',
		status,
		reason: { text: 'why', isFromDecart },
		retryAfter,
	} as const satisfies Failure;
}

function expectDelay(decision: Decision): number {
	return decision.action === 'retry' ? decision.delayMs : NaN;
}

const unreached = { kind: 'notConnected', detail: 'ECONNREFUSED' } as const satisfies Failure;
const lost = { kind: 'connectionLost', detail: 'ECONNRESET' } as const satisfies Failure;
const cut = { kind: 'unusableBody', detail: 'it ended early' } as const satisfies Failure;
const unsendable = { kind: 'invalidRequest', detail: 'ERR_INVALID_CHAR' } as const satisfies Failure;

type Cell = readonly [what: string, failure: Failure, paid: string, repeatable: string];

/** The table of the design, a row for each thing that can happen. */
const TABLE: readonly Cell[] = [
	['nothing was reached', unreached, 'retry', 'retry'],
	['the request could not be made', unsendable, 'stop', 'stop'],
	['the connection was lost after sending began', lost, 'unknown', 'retry'],
	['the response ended early', cut, 'unknown', 'retry'],
	['Decart answers 429', answered(429), 'retry', 'retry'],
	['Decart answers 503 with a reason of its own', answered(503), 'retry', 'retry'],
	['503 names a time', answered(503, { isFromDecart: false, retryAfter: '0' }), 'retry', 'retry'],
	['a proxy answers 503', answered(503, { isFromDecart: false }), 'unknown', 'retry'],
	[
		'a proxy answers 503 with a time that cannot be read',
		answered(503, { isFromDecart: false, retryAfter: 'soon' }),
		'unknown',
		'retry',
	],
	['Decart answers 500 with a reason of its own', answered(500), 'stop', 'retry'],
	['a gateway answers 500 with a page', answered(500, { isFromDecart: false }), 'unknown', 'retry'],
	['a gateway answers 502', answered(502), 'unknown', 'retry'],
	['a gateway answers 504', answered(504), 'unknown', 'retry'],
	['a proxy answers 520', answered(520, { isFromDecart: false }), 'unknown', 'retry'],
	['a gateway answers 408', answered(408, { isFromDecart: false }), 'unknown', 'retry'],
	['a redirect comes that is not followed', answered(303, { isFromDecart: false }), 'unknown', 'retry'],
	...[400, 401, 402, 403, 404, 405, 409, 413, 422].map((status): Cell => [
		`Decart answers ${status}`,
		answered(status),
		'stop',
		'stop',
	]),
];

describe('whether a request is sent again', () => {
	it.each(TABLE)('when %s', (_what, failure, paid, repeatable) => {
		expect(decide(failure, { isIdempotent: false }).action).toBe(paid);
		expect(decide(failure, { isIdempotent: true }).action).toBe(repeatable);
	});

	it('asks again for a job that was submitted a moment ago, though it answers 404', () => {
		const decision = decide(answered(404), { isIdempotent: true, retryableStatuses: [404] });
		expect(decision.action).toBe('retry');
	});

	it('takes no other refusal of such a job for a passing one', () => {
		const decision = decide(answered(403), { isIdempotent: true, retryableStatuses: [404] });
		expect(decision.action).toBe('stop');
	});

	it.each([
		[false, unreached],
		[false, answered(429)],
		[false, answered(503)],
		[true, unreached],
		[true, lost],
		[true, cut],
		[true, answered(500)],
	] as const)('stops a request (idempotent: %s) after the last retry: %j', (isIdempotent, failure) => {
		expect(decide(failure, { isIdempotent, retries: 2, maxRetries: 3 }).action).toBe('retry');
		expect(decide(failure, { isIdempotent, retries: 3, maxRetries: 3 })).toEqual({ action: 'stop' });
	});

	it('never retries when no retry is allowed', () => {
		expect(decide(unreached, { maxRetries: 0 })).toEqual({ action: 'stop' });
		expect(decide(answered(429), { maxRetries: 0 })).toEqual({ action: 'stop' });
	});

	it('says of a lost paid request that its outcome is unknown even when no retry is left', () => {
		expect(decide(lost, { retries: 3, maxRetries: 3 })).toEqual({ action: 'unknown' });
	});
});

describe('how long it waits', () => {
	it('waits anything from nothing up to a bound that doubles each time, and ends at 30 seconds', () => {
		const bounds = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
		bounds.forEach((bound, retries) => {
			const delay = (random: number) =>
				expectDelay(decide(unreached, { retries, maxRetries: 10, random }));
			expect([delay(0), delay(0.5), delay(1)]).toEqual([0, bound / 2, bound]);
		});
	});

	it('waits as many seconds as a busy server asks for', () => {
		expect(expectDelay(decide(answered(429, { retryAfter: '7' })))).toBe(7000);
		expect(expectDelay(decide(answered(503, { retryAfter: '7' }), { isIdempotent: true }))).toBe(7000);
	});

	it('waits until the date that a busy server names', () => {
		const retryAfter = new Date(NOW + 20_000).toUTCString();
		expect(expectDelay(decide(answered(429, { retryAfter })))).toBe(20_000);
	});

	it('waits two minutes at most, however long a server asks for', () => {
		const year = new Date(NOW + 365 * 86_400_000).toUTCString();
		for (const retryAfter of ['86400', '99999999999999999999', year]) {
			expect(expectDelay(decide(answered(429, { retryAfter })))).toBe(120_000);
		}
	});

	it('does not ask a busy server again at once when that names no time', () => {
		for (const random of [0, 0.3, 1]) {
			const delay = expectDelay(decide(answered(429), { random }));
			expect(delay).toBeGreaterThanOrEqual(500);
			expect(delay).toBeLessThanOrEqual(1000);
		}
	});

	it.each(['0', new Date(NOW - 60_000).toUTCString(), '0.1'])(
		'keeps to the backoff where a busy server names a shorter time, "%s"',
		(retryAfter) => {
			for (const retries of [0, 1, 2]) {
				const least = 500 * 2 ** retries;
				const delays = [0, 0.5, 1].map((random) =>
					expectDelay(decide(answered(429, { retryAfter }), { retries, random })),
				);
				expect(delays).toEqual([least, least * 1.5, least * 2]);
			}
		},
	);

	it('ignores the time that any other refusal names', () => {
		const delay = expectDelay(decide(answered(502, { retryAfter: '60' }), { isIdempotent: true }));
		expect(delay).toBeLessThanOrEqual(500);
	});

	it('gives up when all the waits of a request together would pass five minutes', () => {
		const busy = answered(429, { retryAfter: '100' });
		expect(decide(busy, { waitedMs: 200_000, maxRetries: 10 }).action).toBe('retry');
		expect(decide(busy, { waitedMs: 200_001, maxRetries: 10 })).toEqual({ action: 'stop' });
	});

	it('never waits more than five minutes in all, whatever a server answers', () => {
		const failures = fc.constantFrom<Failure>(
			unreached,
			lost,
			answered(429),
			answered(429, { retryAfter: '120' }),
			answered(503, { retryAfter: '3600' }),
			answered(504),
		);
		fc.assert(
			fc.property(
				fc.array(failures, { maxLength: 12 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(all, random) => {
					let waitedMs = 0;
					for (const [retries, failure] of all.entries()) {
						const state = {
							isIdempotent: true,
							retries,
							maxRetries: 10,
							waitedMs,
							random,
						} as const;
						const decision = decide(failure, state);
						if (decision.action !== 'retry') break;
						waitedMs += decision.delayMs;
					}
					expect(waitedMs).toBeLessThanOrEqual(300_000);
				},
			),
		);
	});
});
