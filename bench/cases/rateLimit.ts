import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noisePng } from '../media';
import { openNodePeer } from '../peers/decart';
import { median, round, withSpread } from '../stats';
import type { BenchCase } from '../types';

const IMAGES = 100;
const DELAY_MS = 300;
const CAPACITY = 8;
const SMALL_BYTES = 3000;

interface Round {
	readonly succeeded: number;
	readonly ofIdealPercent: number;
	readonly refusedPercent: number;
}

/** A hundred images against a server that takes eight at once and answers the rest with 429. */
export const rateLimit: BenchCase = async ({ isQuick, server }) => {
	const folder = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	const source = join(folder, 'photo.png');
	await writeFile(source, await noisePng(SMALL_BYTES));
	const node = await openNodePeer(server.url);
	const rounds = isQuick ? 1 : 5;
	const concurrencies = isQuick ? [8, 32] : [4, 8, 16, 32];
	const measure = async (concurrency: number, capacity: number, retryAfter?: number): Promise<Round> => {
		const limits = {
			...(retryAfter !== undefined && { retryAfter }),
			...(Number.isFinite(capacity) && { capacity }),
		};
		await server.setUp({ delayMs: DELAY_MS, imageBytes: SMALL_BYTES, ...limits });
		const { items, ms } = await node.run(
			{ path: source, mimeType: 'image/png', count: IMAGES },
			{ resource: 'image', operation: 'edit', prompt: 'Watercolor', options: { concurrency } },
		);
		const { refused, accepted } = await server.counts();
		const ideal = Math.ceil(IMAGES / Math.min(concurrency, capacity)) * DELAY_MS;
		return {
			succeeded: items.filter(({ binary }) => binary?.data).length,
			ofIdealPercent: (ideal / ms) * 100,
			refusedPercent: (refused / (refused + accepted)) * 100,
		};
	};
	const cases = [
		...concurrencies.map((concurrency) => ({ concurrency, capacity: CAPACITY, what: 'no header' })),
		...concurrencies.map((concurrency) => ({
			concurrency,
			capacity: CAPACITY,
			what: 'Retry-After: 1',
			retryAfter: 1,
		})),
		{ concurrency: 16, capacity: Infinity, what: 'no limit' },
	];
	const found: (Round[] & { what?: string })[] = cases.map(() => []);
	await measure(4, CAPACITY);
	for (let index = 0; index < rounds; index += 1) {
		for (const [at, { concurrency, capacity, retryAfter }] of cases
			.map((one) => ({ retryAfter: undefined, ...one }))
			.entries())
			found[at]?.push(await measure(concurrency, capacity, retryAfter));
	}
	await node.close();
	await rm(folder, { recursive: true });
	return {
		name: 'rateLimit',
		title: 'A hundred images against a rate limit',
		columns: ['server', 'items at once', 'succeeded', '% of the ideal', '% refused'],
		rows: cases.map(({ what, concurrency }, at) => [
			what,
			String(concurrency),
			String(Math.min(...(found[at] ?? []).map(({ succeeded }) => succeeded))),
			withSpread(
				(found[at] ?? []).map(({ ofIdealPercent }) => ofIdealPercent),
				0,
			),
			String(round(median((found[at] ?? []).map(({ refusedPercent }) => refusedPercent)))),
		]),
		notes: [
			`An image takes ${DELAY_MS} ms, and the server takes ${CAPACITY} at once, but for the last row.`,
			'Ideal: as many at once as both sides allow, without a pause between them.',
			`${rounds} rounds; the fewest that succeeded in any of them.`,
		],
		values: Object.fromEntries(
			cases.map(({ what, concurrency }, at) => [`${what}, ${concurrency}`, found[at]]),
		),
	};
};
