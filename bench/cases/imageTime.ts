import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noisePng } from '../media';
import { axiosToDisk, createSdkClient, undiciInMemory, type ImageClient } from '../peers/clients';
import { openNodePeer } from '../peers/decart';
import { median, round, withSpread } from '../stats';
import type { BenchCase } from '../types';

const IMAGE_BYTES = 1_000_000;
const AT_ONCE = [1, 4];
const FLOOR = 'undici, in memory';

/** Time per image, one megabyte up and one down, over raw undici. */
export const imageTime: BenchCase = async ({ isQuick, server }) => {
	const folder = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	const source = join(folder, 'photo.png');
	await writeFile(source, await noisePng(IMAGE_BYTES));
	await server.setUp({ imageBytes: IMAGE_BYTES });
	const node = await openNodePeer(server.url);
	const count = isQuick ? 12 : 40;
	const rounds = isQuick ? 3 : 7;
	const runNode = async (concurrency: number) => {
		const options = { concurrency, resolution: '720p' };
		const parameters = { resource: 'image', operation: 'edit', prompt: 'Watercolor painting', options };
		return (await node.run({ path: source, mimeType: 'image/png', count }, parameters)).ms / count;
	};
	const runClient = (client: ImageClient) => async (concurrency: number) => {
		const started = performance.now();
		const queue = Array.from({ length: count }, (_, index) => index).values();
		const work = async () => {
			for (const index of queue) await client(server.url, source, join(folder, `result-${index}.png`));
		};
		await Promise.all(Array.from({ length: concurrency }, work));
		return (performance.now() - started) / count;
	};
	const peers: Record<string, (concurrency: number) => Promise<number>> = {
		'This node, in n8n, file to file': runNode,
		'axios + form-data, file to file': runClient(axiosToDisk),
		"Decart's SDK, in memory": runClient(await createSdkClient(server.url)),
		[FLOOR]: runClient(undiciInMemory),
	};
	const times: Record<string, Record<number, number[]>> = {};
	// Peers take turns in each round, so that a busy moment of the machine falls on all of them.
	for (let index = -1; index < rounds; index += 1) {
		for (const concurrency of AT_ONCE) {
			for (const [peer, run] of Object.entries(peers)) {
				const ms = await run(concurrency);
				if (index >= 0) ((times[peer] ??= {})[concurrency] ??= []).push(ms);
			}
		}
	}
	await node.close();
	await rm(folder, { recursive: true });
	const cells = (peer: string) =>
		AT_ONCE.flatMap((concurrency) => {
			const values = times[peer]?.[concurrency] ?? [];
			const floor = times[FLOOR]?.[concurrency] ?? [];
			return [
				withSpread(values),
				`${round(median(values.map((value, index) => value / (floor[index] ?? NaN))), 2)}`,
			];
		});
	return {
		name: 'imageTime',
		title: 'Time per image',
		columns: ['', 'one at a time, ms', 'over undici', 'four at once, ms', 'over undici'],
		rows: Object.keys(peers).map((peer) => [peer, ...cells(peer)]),
		notes: [
			`1 MB up and 1 MB down, ${count} images a round, ${rounds} rounds after one to warm up.`,
			'The ratio is the median of the ratios of each round.',
		],
		values: times,
	};
};
