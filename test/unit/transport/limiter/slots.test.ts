import { describe, expect, it } from 'vitest';
import { createLimiter, type Limiter, type Slot } from '../../../../nodes/Decart/transport/limiter';
import { createVirtualClock, type VirtualClock } from '../../../support/virtualClock';

/** Long enough for all slots to open, one after the other. */
const OPENING_MS = 200;

/** Lets so many requests ask for a slot, and gives the slots of those that have one; the others go on waiting. */
async function granted(limiter: Limiter, clock: VirtualClock, asking: number): Promise<Slot[]> {
	const slots: Slot[] = [];
	for (let request = 0; request < asking; request += 1) {
		void limiter.acquire(undefined).then((slot) => slots.push(slot));
	}
	await clock.advance(OPENING_MS);
	return slots;
}

/** Four requests under way and more that wait, after a server has taken four at once. */
async function grantedAfterFour(clock: VirtualClock): Promise<Slot[]> {
	const limiter = createLimiter(4, clock);
	for (const slot of await granted(limiter, clock, 4)) slot.release('accepted');
	return await granted(limiter, clock, 30);
}

describe('the limiter of a batch', () => {
	it.each([1, 4, 16])('lets as many requests through at once as there may be, %d', async (most) => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(most, clock), clock, 40);
		expect(slots).toHaveLength(most);
	});

	it('begins with sixteen where more may be, and doubles with each round of answers', async () => {
		const clock = createVirtualClock();
		const limiter = createLimiter(32, clock);
		const slots = await granted(limiter, clock, 200);
		const sizes = [slots.length];
		for (let round = 0; round < 3; round += 1) {
			for (const slot of slots.splice(0)) slot.release('accepted');
			await clock.advance(OPENING_MS);
			sizes.push(slots.length);
		}
		expect(sizes).toEqual([16, 32, 32, 32]);
	});

	it('opens slots one after the other, so that the answers come so, too', async () => {
		const clock = createVirtualClock();
		const sentAt: number[] = [];
		const limiter = createLimiter(4, clock);
		const slots: Slot[] = [];
		for (let request = 0; request < 6; request += 1) {
			void limiter.acquire(undefined).then((slot) => {
				slots.push(slot);
				sentAt.push(clock.now());
			});
		}
		await clock.advance(100);
		expect(sentAt).toEqual([0, 5, 10, 15]);
		for (const slot of slots.slice(0, 2)) slot.release('accepted');
		await clock.advance(0);
		expect(sentAt).toEqual([0, 5, 10, 15, 100, 100]);
	});

	it('frees a slot once, however often it is released', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(2, clock), clock, 6);
		slots[0]?.release('accepted');
		slots[0]?.release('other');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(3);
		expect(slots[2]?.isAfterFailure).toBe(false);
	});

	it('lets the next one through when one is done, however it ended', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(2, clock), clock, 4);
		slots[0]?.release('other');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(3);
		slots[1]?.release('accepted');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(4);
	});

	it.each([
		['accepted', false],
		['throttled', true],
		['other', true],
	] as const)('tells whether the request before it failed: %s', async (outcome, isAfterFailure) => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(1, clock), clock, 2);
		slots[0]?.release(outcome);
		await clock.advance(OPENING_MS);
		expect(slots.map((slot) => slot.isAfterFailure)).toEqual([false, isAfterFailure]);
	});

	it('serves in the order in which was asked', async () => {
		const clock = createVirtualClock();
		const limiter = createLimiter(1, clock);
		const [first] = await granted(limiter, clock, 1);
		const order: number[] = [];
		for (const number of [1, 2, 3]) {
			void limiter.acquire(undefined).then((slot) => {
				order.push(number);
				slot.release('other');
			});
		}
		first?.release('other');
		await clock.advance(OPENING_MS);
		expect(order).toEqual([1, 2, 3]);
	});

	it('goes down to what the server has under way when it throttles the others', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(8, clock), clock, 30);
		for (const slot of slots.splice(5)) slot.release('throttled');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(5);
		slots[0]?.release('accepted');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(6);
	});

	it('lets the others go on while a throttled one waits', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(8, clock), clock, 30);
		slots[7]?.release('throttled', 1000);
		slots[0]?.release('accepted');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(9);
	});

	it('lets nobody through for as long as a server asks that throttles what it took before', async () => {
		const clock = createVirtualClock();
		const slots = await grantedAfterFour(clock);
		slots[3]?.release('throttled', 1000);
		slots[0]?.release('accepted');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(5);
		slots[4]?.release('throttled', 1000);
		slots[1]?.release('accepted');
		slots[2]?.release('accepted');
		await clock.advance(900);
		expect(slots).toHaveLength(5);
		await clock.advance(200);
		expect(slots).toHaveLength(6);
	});

	it('holds nobody up when a server takes one less than it seemed to', async () => {
		const clock = createVirtualClock();
		const slots = await grantedAfterFour(clock);
		slots[3]?.release('throttled', 1000);
		slots[0]?.release('accepted');
		slots[1]?.release('accepted');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(6);
	});

	it('lets nobody through either when nothing else is under way', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(1, clock), clock, 3);
		slots[0]?.release('throttled', 1000);
		await clock.advance(900);
		expect(slots).toHaveLength(1);
		await clock.advance(200);
		expect(slots).toHaveLength(2);
	});

	it('is not slowed down by failures of another kind', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(4, clock), clock, 30);
		for (const slot of slots.splice(0)) slot.release('other');
		await clock.advance(OPENING_MS);
		expect(slots).toHaveLength(4);
	});

	it('rises slowly near the number that was throttled last', async () => {
		const clock = createVirtualClock();
		const slots = await granted(createLimiter(16, clock), clock, 1000);
		for (const slot of slots.splice(6)) slot.release('throttled');
		const sizes: number[] = [];
		for (let round = 0; round < 25; round += 1) {
			for (const slot of slots.splice(0)) slot.release('accepted');
			await clock.advance(OPENING_MS);
			sizes.push(slots.length);
		}
		expect(sizes.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 6));
		expect(sizes.at(-1)).toBeGreaterThan(6);
		expect(sizes.at(-1)).toBeLessThan(10);
	});

	it('gives no slot to a request whose time is up before the server may be asked again', async () => {
		const clock = createVirtualClock();
		const limiter = createLimiter(1, clock);
		const [first] = await granted(limiter, clock, 1);
		first?.release('throttled', 60_000);
		await expect(limiter.acquire(undefined, 30_000)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
	});

	it('ends the waiting of a request whose execution is canceled, and keeps no slot for it', async () => {
		const clock = createVirtualClock();
		const limiter = createLimiter(1, clock);
		const [first] = await granted(limiter, clock, 1);
		const canceled = new AbortController();
		const waiting = limiter.acquire(canceled.signal);
		canceled.abort();
		await expect(clock.run(waiting)).rejects.toMatchObject({ code: 'CANCELLED' });
		first?.release('other');
		expect(await granted(limiter, clock, 2)).toHaveLength(1);
	});
});
