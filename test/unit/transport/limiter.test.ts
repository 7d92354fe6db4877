import { describe, expect, it } from 'vitest';
import { createLimiter, type Limiter, type Slot } from '../../../nodes/Decart/transport/limiter';
import { decideRetry } from '../../../nodes/Decart/transport/retry';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock';

/** Lets so many requests ask for a slot, and gives the slots of those that have one; the others go on waiting. */
async function granted(limiter: Limiter, asking: number): Promise<Slot[]> {
	const slots: Slot[] = [];
	for (let request = 0; request < asking; request += 1) {
		void limiter.acquire(undefined).then((slot) => slots.push(slot));
	}
	await settled();
	return slots;
}

async function settled(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

describe('the limiter of a batch', () => {
	it.each([1, 4, 8])('lets as many requests through at once as there may be, %d', async (most) => {
		const slots = await granted(createLimiter(most, createVirtualClock()), 40);
		expect(slots).toHaveLength(most);
	});

	it('begins with eight where more may be, and doubles with each round of answers', async () => {
		const limiter = createLimiter(32, createVirtualClock());
		const slots = await granted(limiter, 200);
		const sizes = [slots.length];
		for (let round = 0; round < 3; round += 1) {
			for (const slot of slots.splice(0)) slot.release('accepted');
			await settled();
			sizes.push(slots.length);
		}
		expect(sizes).toEqual([8, 16, 32, 32]);
	});

	it('lets the next one through when one is done, however it ended', async () => {
		const slots = await granted(createLimiter(2, createVirtualClock()), 4);
		slots[0]?.release('other');
		await settled();
		expect(slots).toHaveLength(3);
		slots[1]?.release('accepted');
		await settled();
		expect(slots).toHaveLength(4);
	});

	it.each([
		['accepted', false],
		['throttled', true],
		['other', true],
	] as const)('tells whether the request before it failed: %s', async (outcome, isAfterFailure) => {
		const slots = await granted(createLimiter(1, createVirtualClock()), 2);
		slots[0]?.release(outcome);
		await settled();
		expect(slots.map((slot) => slot.isAfterFailure)).toEqual([false, isAfterFailure]);
	});

	it('serves in the order in which was asked', async () => {
		const limiter = createLimiter(1, createVirtualClock());
		const [first] = await granted(limiter, 1);
		const order: number[] = [];
		for (const number of [1, 2, 3]) {
			void limiter.acquire(undefined).then((slot) => {
				order.push(number);
				slot.release('other');
			});
		}
		first?.release('other');
		await settled();
		expect(order).toEqual([1, 2, 3]);
	});

	it('goes down to what the server has under way when it throttles the others', async () => {
		const slots = await granted(createLimiter(8, createVirtualClock()), 30);
		for (const slot of slots.splice(5)) slot.release('throttled');
		await settled();
		expect(slots).toHaveLength(5);
		slots[0]?.release('accepted');
		await settled();
		expect(slots).toHaveLength(6);
	});

	it('lets the others go on while a throttled one waits', async () => {
		const slots = await granted(createLimiter(8, createVirtualClock()), 30);
		slots[7]?.release('throttled', 1000);
		slots[0]?.release('accepted');
		await settled();
		expect(slots).toHaveLength(9);
	});

	it('lets nobody through for as long as a server asks that throttles what it took before', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(4, clock), 30);
		slots[3]?.release('throttled', 1000);
		slots[0]?.release('accepted');
		await settled();
		expect(slots).toHaveLength(5);
		slots[4]?.release('throttled', 1000);
		slots[1]?.release('accepted');
		slots[2]?.release('accepted');
		await clock.advance(900);
		expect(slots).toHaveLength(5);
		await clock.advance(200);
		expect(slots).toHaveLength(6);
	});

	it('lets nobody through either when nothing else is under way', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(1, clock), 3);
		slots[0]?.release('throttled', 1000);
		await clock.advance(900);
		expect(slots).toHaveLength(1);
		await clock.advance(200);
		expect(slots).toHaveLength(2);
	});

	it('is not slowed down by failures of another kind', async () => {
		const slots = await granted(createLimiter(4, createVirtualClock()), 30);
		for (const slot of slots.splice(0)) slot.release('other');
		await settled();
		expect(slots).toHaveLength(4);
	});

	it('rises slowly near the number that was throttled last', async () => {
		const slots = await granted(createLimiter(16, createVirtualClock()), 1000);
		for (const slot of slots.splice(6)) slot.release('throttled');
		const sizes: number[] = [];
		for (let round = 0; round < 25; round += 1) {
			for (const slot of slots.splice(0)) slot.release('accepted');
			await settled();
			sizes.push(slots.length);
		}
		expect(sizes.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 6));
		expect(sizes.at(-1)).toBeGreaterThan(6);
		expect(sizes.at(-1)).toBeLessThan(10);
	});

	it('gives no slot to a request whose time is up before the server may be asked again', async () => {
		const clock = createVirtualClock();
		const limiter = createLimiter(1, clock);
		const [first] = await granted(limiter, 1);
		first?.release('throttled', 60_000);
		await expect(limiter.acquire(undefined, 30_000)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
	});

	it('ends the waiting of a request whose execution is canceled, and keeps no slot for it', async () => {
		const clock = createVirtualClock();
		const limiter = createLimiter(1, clock);
		const [first] = await granted(limiter, 1);
		const canceled = new AbortController();
		const waiting = limiter.acquire(canceled.signal);
		canceled.abort();
		await expect(clock.run(waiting)).rejects.toMatchObject({ code: 'CANCELLED' });
		first?.release('other');
		expect(await granted(limiter, 2)).toHaveLength(1);
	});
});

const WORK_MS = 300;
const CAPACITY = 8;
const ROUND_TRIP_MS = 5;
const IMAGES = 100;

interface Batch {
	readonly elapsedMs: number;
	readonly refused: number;
	readonly failed: number;
	/** How long the item that waited longest took, from its first request on. */
	readonly slowestMs: number;
}

/** 100 images against a server that works on `capacity` at once and answers the others 429, in virtual time. */
async function runBatch(
	concurrency: number,
	{ retryAfter, capacity = CAPACITY }: { retryAfter?: string; capacity?: number },
): Promise<Batch> {
	const clock = createVirtualClock();
	const limiter = createLimiter(concurrency, clock);
	const server = createServer(clock, capacity);
	let slowestMs = 0;
	const image = async () => {
		let waitedMs = 0;
		const startedAt = clock.now();
		for (let retries = 0; ; retries += 1) {
			const slot = await limiter.acquire(undefined);
			const isDone = await server.send();
			slot.release(isDone ? 'accepted' : 'throttled', retryAfter ? Number(retryAfter) * 1000 : 0);
			if (isDone) break;
			const failure = {
				kind: 'status',
				status: 429,
				reason: { text: '', isFromDecart: true },
				retryAfter,
			} as const;
			const state = { retries, maxRetries: 3, waitedMs, random: Math.random(), now: 0 };
			const decision = decideRetry({ isIdempotent: false, failure, ...state });
			if (decision.action !== 'retry') throw new Error('given up');
			waitedMs += decision.delayMs;
			await clock.sleep(decision.delayMs);
		}
		slowestMs = Math.max(slowestMs, clock.now() - startedAt);
	};
	let failed = 0;
	const images = Array.from({ length: IMAGES }, () => image).values();
	const work = async () => {
		for (const start of images) await start().catch(() => (failed += 1));
	};
	await clock.run(Promise.all(Array.from({ length: concurrency }, work)));
	return { elapsedMs: clock.now(), refused: server.refused(), failed, slowestMs };
}

function createServer(clock: VirtualClock, capacity: number) {
	let working = 0;
	let refused = 0;
	return {
		refused: () => refused,
		async send(): Promise<boolean> {
			await clock.sleep(ROUND_TRIP_MS / 2);
			const isTaken = working < capacity;
			if (isTaken) {
				working += 1;
				await clock.sleep(WORK_MS);
				working -= 1;
			} else {
				refused += 1;
			}
			await clock.sleep(ROUND_TRIP_MS / 2);
			return isTaken;
		},
	};
}

function idealMs(atOnce: number): number {
	return Math.ceil(IMAGES / atOnce) * (WORK_MS + ROUND_TRIP_MS);
}

describe.each([
	{ header: 'without Retry-After', retryAfter: undefined, least: 0.92 },
	{ header: 'with Retry-After: 1', retryAfter: '1', least: 0.85 },
])('100 images against a server that takes 8 at once, $header', ({ retryAfter, least }) => {
	it.each([4, 8, 16, 32])('are done in nearly the ideal time, %d at once', async (concurrency) => {
		const batch = await runBatch(concurrency, retryAfter ? { retryAfter } : {});
		const share = idealMs(Math.min(concurrency, CAPACITY)) / batch.elapsedMs;
		expect(batch.failed).toBe(0);
		expect(share).toBeGreaterThanOrEqual(least);
		expect(batch.refused / IMAGES).toBeLessThan(0.15);
	});

	it('serve a throttled item in its turn, not at the end of the batch', async () => {
		const concurrency = 32;
		const { slowestMs } = await runBatch(concurrency, retryAfter ? { retryAfter } : {});
		const turnMs = (concurrency / CAPACITY) * (WORK_MS + ROUND_TRIP_MS);
		// Its turn, the backoff, its turn again.
		expect(slowestMs).toBeLessThanOrEqual(2 * turnMs + 1100);
	});
});

it('100 images against a server without a limit are done in nearly the ideal time, 16 at once', async () => {
	const { elapsedMs, refused } = await runBatch(16, { capacity: 1000 });
	expect(idealMs(16) / elapsedMs).toBeGreaterThanOrEqual(0.95);
	expect(refused).toBe(0);
});

it.each([1, 2, 3, 20])('100 images all succeed against a server that takes %d at once', async (capacity) => {
	for (const retryAfter of [undefined, '1'])
		for (const concurrency of [4, 16, 32])
			expect(
				(await runBatch(concurrency, { capacity, ...(retryAfter && { retryAfter }) })).failed,
			).toBe(0);
});
