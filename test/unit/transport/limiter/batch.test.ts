import { describe, expect, it } from 'vitest';
import { IMAGES, runBatch, WORK_MS, type Batch, type BatchOptions } from '../../../support/imageBatch';

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);

/** The same batch with other random numbers. */
async function runBatches(options: Omit<BatchOptions, 'seed'>): Promise<Batch[]> {
	return await Promise.all(SEEDS.map(async (seed) => await runBatch({ ...options, seed })));
}

const least = (batches: readonly Batch[]) => Math.min(...batches.map(({ share }) => share));
const most = (batches: readonly Batch[], key: keyof Batch) => Math.max(...batches.map((batch) => batch[key]));

describe.each([
	{ header: 'without Retry-After', retryAfter: undefined },
	{ header: 'with Retry-After: 1', retryAfter: '1' },
])('100 images against a server that takes 8 at once, $header', ({ retryAfter }) => {
	it.each([4, 8, 16, 32])('are done in nearly the ideal time, %d at once', async (concurrency) => {
		const batches = await runBatches({ concurrency, capacity: 8, retryAfter });
		expect(most(batches, 'failed')).toBe(0);
		expect(least(batches)).toBeGreaterThanOrEqual(0.96);
		expect(most(batches, 'refused') / IMAGES).toBeLessThanOrEqual(0.05);
	});

	it.each([16, 32])(
		'are not held up when some take three times as long, %d at once',
		async (concurrency) => {
			const uneven = { concurrency, capacity: 8, retryAfter, roundTripMs: 50, variation: 0.5 };
			const batches = await runBatches(uneven);
			expect(most(batches, 'failed')).toBe(0);
			// The way to the server and back alone takes 14 %.
			expect(least(batches)).toBeGreaterThanOrEqual(0.78);
			expect(most(batches, 'refused') / IMAGES).toBeLessThan(0.15);
		},
	);

	it('serve a throttled item in its turn, not at the end of the batch', async () => {
		const concurrency = 32;
		const batches = await runBatches({ concurrency, capacity: 8, retryAfter });
		const turnMs = (concurrency / 8) * WORK_MS;
		// Its turn, the backoff, its turn again.
		expect(most(batches, 'slowestMs')).toBeLessThanOrEqual(2 * turnMs + 1100);
	});
});

it.each([
	[16, 0.965],
	[32, 0.93],
])(
	'100 images against a server without a limit are done in nearly the ideal time, %d at once',
	async (concurrency, share) => {
		const batches = await runBatches({ concurrency, capacity: 1000 });
		expect(least(batches)).toBeGreaterThanOrEqual(share);
		expect(most(batches, 'refused')).toBe(0);
	},
);

it.each([1, 2, 3, 20])('100 images all succeed against a server that takes %d at once', async (capacity) => {
	for (const retryAfter of [undefined, '1'])
		for (const concurrency of [4, 16, 32])
			expect((await runBatch({ concurrency, capacity, retryAfter, seed: 1 })).failed).toBe(0);
});
