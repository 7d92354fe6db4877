import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../../nodes/Decart/batch/limiter';
import type { Limiter, LimiterOutcome } from '../../../nodes/Decart/transport/request';

/** Longer than it takes to notice a free place. */
const A_MOMENT = 60;

type Leave = Awaited<ReturnType<Limiter['acquire']>>;

/** Lets so many requests ask for a place, and gives those that have one before long. The others withdraw. */
async function admitted(limiter: Limiter, asking: number): Promise<Leave[]> {
	const withdrawal = new AbortController();
	const places: Leave[] = [];
	const requests = Array.from({ length: asking }, async () => {
		places.push(await limiter.acquire(withdrawal.signal, { retries: 0 }));
	});
	await sleep(A_MOMENT);
	withdrawal.abort();
	await Promise.allSettled(requests);
	return places;
}

/** Lets as many requests through as may go at once, all of which end alike, and gives how many they were. */
async function round(limiter: Limiter, outcome: LimiterOutcome): Promise<number> {
	const places = await admitted(limiter, 100);
	for (const leave of places) leave(outcome);
	return places.length;
}

async function rounds(limiter: Limiter, outcomes: readonly LimiterOutcome[]): Promise<number[]> {
	const sizes: number[] = [];
	for (const outcome of outcomes) sizes.push(await round(limiter, outcome));
	return sizes;
}

function times<T>(count: number, value: T): T[] {
	return Array.from({ length: count }, () => value);
}

describe('the limiter of a batch', () => {
	it('lets as many requests through at once as there may be', async () => {
		expect(await admitted(createLimiter(5), 9)).toHaveLength(5);
	});

	it('lets the next one through when one is done, however it ended', async () => {
		const limiter = createLimiter(2);
		const places = await admitted(limiter, 2);
		for (const outcome of ['accepted', 'other'] as const) {
			expect(await admitted(limiter, 1)).toHaveLength(0);
			places.shift()?.(outcome);
			const [next, ...more] = await admitted(limiter, 3);
			expect(more).toHaveLength(0);
			if (next) places.push(next);
		}
	});

	it('halves with each round that is refused, once however many were, down to one', async () => {
		expect(await rounds(createLimiter(16), times(7, 'throttled'))).toEqual([16, 8, 4, 2, 1, 1, 1]);
	});

	it('is not slowed down by failures of another kind', async () => {
		expect(await rounds(createLimiter(16), times(3, 'other'))).toEqual([16, 16, 16]);
	});

	it('speeds up again by no more than one with each round that is answered, up to where it began', async () => {
		const limiter = createLimiter(12);
		await rounds(limiter, ['throttled', 'throttled', 'throttled']);
		const sizes = await rounds(limiter, times(14, 'accepted'));
		expect(sizes[0]).toBe(1);
		expect(sizes.slice(1).every((size, index) => size - (sizes[index] ?? 0) <= 1)).toBe(true);
		expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
		expect(sizes.at(-1)).toBeGreaterThan(6);
		expect(await rounds(limiter, times(5, 'accepted'))).toContain(12);
	});

	it('rises slowly near the number that was refused last', async () => {
		const limiter = createLimiter(16);
		await rounds(limiter, ['throttled', 'accepted']);
		// Refused at nine, it stays at eight for a while before it tries nine again.
		let places = await admitted(limiter, 100);
		for (; places.length < 9; places = await admitted(limiter, 100))
			for (const leave of places) leave('accepted');
		for (const [index, leave] of places.entries()) leave(index < 8 ? 'accepted' : 'throttled');
		const sizes = await rounds(limiter, times(14, 'accepted'));
		// At one more in each round it would have come to sixteen by now.
		expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
	});

	it('lets nobody through while the server asked to wait, and everybody afterwards', async () => {
		const limiter = createLimiter(4);
		limiter.delay(4 * A_MOMENT);
		expect(await admitted(limiter, 4)).toHaveLength(0);
		await sleep(4 * A_MOMENT);
		expect(await admitted(limiter, 4)).toHaveLength(4);
	});

	it('waits for the longest of the times that were asked for', async () => {
		const limiter = createLimiter(4);
		limiter.delay(6 * A_MOMENT);
		limiter.delay(1);
		await sleep(2 * A_MOMENT);
		expect(await admitted(limiter, 4)).toHaveLength(0);
	});

	it('lets those go first who were refused less often', async () => {
		const limiter = createLimiter(1);
		const first = await limiter.acquire(undefined, { retries: 0 });
		const order: number[] = [];
		const requests = [2, 0, 1, 0].map(async (retries) => {
			const leave = await limiter.acquire(undefined, { retries });
			order.push(retries);
			leave('other');
		});
		await sleep(A_MOMENT);
		first('other');
		await Promise.all(requests);
		expect(order).toEqual([0, 0, 1, 2]);
	});

	it('gives no place to a request whose time is up before the server may be asked again', async () => {
		const limiter = createLimiter(1);
		limiter.delay(60_000);
		const turn = { retries: 0, deadline: Date.now() + 30_000 };
		await expect(limiter.acquire(undefined, turn)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
	});

	it('ends the waiting of a request whose execution is cancelled, and keeps no place for it', async () => {
		const limiter = createLimiter(1);
		const leave = await limiter.acquire(undefined, { retries: 0 });
		const cancelled = new AbortController();
		const waiting = limiter.acquire(cancelled.signal, { retries: 0 });
		cancelled.abort();
		await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
		leave('other');
		expect(await admitted(limiter, 2)).toHaveLength(1);
	});
});
