import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { noisePng } from '../media';
import { openNodePeer, type NodePeer } from '../peers/decart';
import type { RealN8n } from '../peers/realN8n';
import type { RealInput } from '../peers/realWorkflow';
import type { BenchServer } from '../server';
import { median, round, withSpread } from '../stats';
import type { BenchCase } from '../types';

const IMAGES = 100;
const DELAY_MS = 300;
const CAPACITY = 8;
const SMALL_BYTES = 3000;
/** As someone sets it who knows of the limit and leaves the server a second for each eight. */
const BATCHING = { batchSize: CAPACITY, batchInterval: 1000 };

/** One row of the table: who sends how many at once to which server. */
interface Setup {
	readonly peer: string;
	readonly server: 'no header' | 'Retry-After: 1' | 'no limit';
	readonly atOnce: number;
	run(): Promise<Run>;
}

interface Run {
	readonly items: readonly INodeExecutionData[];
	readonly ms: number;
}

interface Round {
	readonly succeeded: number;
	readonly ofIdealPercent: number;
	readonly refusedPercent: number;
}

/** A hundred images against a server that takes eight at once and answers the rest with 429. */
export const rateLimit: BenchCase = async ({ isQuick, server, openN8n }) => {
	const folder = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	const source = join(folder, 'photo.png');
	const image = await noisePng(SMALL_BYTES);
	await writeFile(source, image);
	const node = await openNodePeer(server.url);
	const rounds = isQuick ? 1 : 5;
	await server.setUp({ imageBytes: SMALL_BYTES });
	await node.run({ path: source, mimeType: 'image/png', count: 20 }, EDIT);
	const ofNode = await runRounds(
		server,
		nodeSetups(node, source, isQuick ? [8, 32] : [4, 8, 16, 32]),
		rounds,
	);
	await node.close();
	await rm(folder, { recursive: true });
	// Even an idle n8n takes its share of the cores: it starts when the node is done.
	const n8n = await openN8n();
	const ofN8n = n8n ? await runRounds(server, requestSetups(n8n, image), rounds) : [];
	const found = [...ofNode, ...ofN8n];
	return {
		name: 'rateLimit',
		title: 'A hundred images against a rate limit',
		columns: ['', 'server', 'items at once', 'succeeded', '% of the ideal', '% refused'],
		rows: found.map(([setup, results]) => toRow(setup, results)),
		notes: [
			`An image takes ${DELAY_MS} ms, and the server takes ${CAPACITY} at once but for the row without a limit.`,
			'Ideal: as many at once as both sides allow, without a pause between them.',
			`${rounds} rounds; the fewest that succeeded in any of them. n8n starts when the node has been measured.`,
			n8n
				? `The HTTP Request node runs in n8n ${n8n.version}, where it sends everything at once, or with its option Batching eight a second.`
				: "n8n's HTTP Request node was left out: no n8n is installed. `npm run e2e` installs it.",
		],
		values: found.map(([{ peer, server, atOnce }, results]) => ({
			peer,
			server,
			atOnce,
			rounds: results,
		})),
	};
};

const EDIT = { resource: 'image', operation: 'edit', prompt: 'Watercolor' };

function nodeSetups(node: NodePeer, path: string, concurrencies: readonly number[]): Setup[] {
	const setup = (server: Setup['server'], concurrency: number): Setup => ({
		peer: 'This node',
		server,
		atOnce: concurrency,
		run: async () =>
			await node.run(
				{ path, mimeType: 'image/png', count: IMAGES },
				{ ...EDIT, options: { concurrency } },
			),
	});
	return [
		...concurrencies.map((concurrency) => setup('no header', concurrency)),
		...concurrencies.map((concurrency) => setup('Retry-After: 1', concurrency)),
		setup('no limit', 16),
	];
}

function requestSetups(n8n: RealN8n, image: Buffer): Setup[] {
	const setup = (peer: string, atOnce: number, batching?: RealInput['batching']): Setup => ({
		peer,
		server: 'Retry-After: 1',
		atOnce,
		run: async () =>
			await n8n.run('httpRequest', { image, count: IMAGES, ...(batching && { batching }) }),
	});
	return [
		setup('HTTP Request node', IMAGES),
		setup('HTTP Request node, batching', BATCHING.batchSize, BATCHING),
	];
}

async function runRounds(
	server: BenchServer,
	setups: readonly Setup[],
	rounds: number,
): Promise<(readonly [Setup, Round[]])[]> {
	const found = setups.map((setup) => [setup, [] as Round[]] as const);
	for (let index = 0; index < rounds; index += 1)
		for (const [setup, results] of found) results.push(await measure(server, setup));
	return found;
}

async function measure(bench: BenchServer, { server, atOnce, run }: Setup): Promise<Round> {
	await bench.setUp({
		delayMs: DELAY_MS,
		imageBytes: SMALL_BYTES,
		...(server === 'Retry-After: 1' && { retryAfter: 1 }),
		...(server !== 'no limit' && { capacity: CAPACITY }),
	});
	const { items, ms } = await run();
	const { refused, accepted } = await bench.counts();
	const limit = server === 'no limit' ? atOnce : Math.min(atOnce, CAPACITY);
	const ideal = Math.ceil(IMAGES / limit) * DELAY_MS;
	return {
		succeeded: items.filter(({ binary, json }) => binary?.data && !('error' in json)).length,
		ofIdealPercent: (ideal / ms) * 100,
		refusedPercent: (refused / (refused + accepted)) * 100,
	};
}

function toRow({ peer, server, atOnce }: Setup, results: readonly Round[]): string[] {
	const succeeded = Math.min(...results.map((one) => one.succeeded));
	const ofIdeal = results.map(({ ofIdealPercent }) => ofIdealPercent);
	return [
		peer,
		server,
		String(atOnce),
		String(succeeded),
		succeeded === IMAGES ? withSpread(ofIdeal, 0) : '',
		String(round(median(results.map(({ refusedPercent }) => refusedPercent)))),
	];
}
