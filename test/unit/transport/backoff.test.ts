import { expect, it } from 'vitest';
import { backoffDelay } from '../../../nodes/Decart/transport/backoff';

const delays = (retries: number, isBusy: boolean) =>
	[0, 0.5, 1].map((random) => backoffDelay({ retries, isBusy, random }));

it.each([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].map((bound, retries) => [retries, bound]))(
	'after %d retries the backoff is anything up to %d milliseconds',
	(retries, bound) => {
		expect(delays(retries, false)).toEqual([0, bound / 2, bound]);
	},
);

it.each([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].map((bound, retries) => [retries, bound]))(
	'after %d retries a busy server gets from half of %d milliseconds to all of it',
	(retries, bound) => {
		expect(delays(retries, true)).toEqual([bound / 2, bound * 0.75, bound]);
	},
);
