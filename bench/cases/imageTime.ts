import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noisePng } from '../media';
import { axiosToDisk, createSdkClient, undiciInMemory, type ImageClient } from '../peers/clients';
import { BARE } from '../peers/bareNode';
import { openNodePeer, type NodePeer } from '../peers/decart';
import type { RealN8n } from '../peers/realN8n';
import type { RealPeer } from '../peers/realWorkflow';
import { median, round, withSpread } from '../stats';
import type { BenchCase } from '../types';

const IMAGE_BYTES = 1_000_000;
const AT_ONCE = [1, 4];

/** The peers of this measurement, by their key in its values. */
const NAMES = {
	node: 'This node, in n8n-core, file to file',
	bare: "A bare node of n8n's helpers, file to file",
	axios: 'axios + form-data, file to file',
	sdk: "Decart's SDK, in memory",
	undici: 'undici, in memory',
	realNode: 'This node, in a loop of a real n8n',
	httpRequest: 'HTTP Request node, in the same loop',
} as const;
type Peer = keyof typeof NAMES;

/** Milliseconds for each image, with so many at once. */
type TimeImages = (concurrency: number) => Promise<number>;
type Peers = Partial<Record<Peer, TimeImages>>;
type Times = Partial<Record<Peer, Record<number, number[]>>>;

/** Time per image, one megabyte up and one down, over raw undici. */
export const imageTime: BenchCase = async ({ isQuick, server, openN8n }) => {
	const folder = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	const source = join(folder, 'photo.png');
	const image = await noisePng(IMAGE_BYTES);
	await writeFile(source, image);
	await server.setUp({ imageBytes: IMAGE_BYTES });
	const count = isQuick ? 12 : 40;
	const rounds = isQuick ? 3 : 7;
	const node = await openNodePeer(server.url);
	const timeClient = (client: ImageClient): TimeImages => {
		const send = async (index: number) =>
			await client(server.url, source, join(folder, `result-${index}.png`));
		return async (concurrency) => await timeInTurns(send, count, concurrency);
	};
	const clients: Peers = {
		node: timeNode(node, source, count),
		bare: timeBare(node, source, count),
		axios: timeClient(axiosToDisk),
		sdk: timeClient(await createSdkClient(server.url)),
		undici: timeClient(undiciInMemory),
	};
	const clientTimes = await runRounds(clients, rounds);
	await node.close();
	// A real n8n still saves an execution when it has ended, on the same cores: so it starts when the others are done.
	const n8n = await openN8n();
	const nodes: Peers = n8n
		? {
				realNode: timeReal(n8n, 'decart', image, count),
				httpRequest: timeReal(n8n, 'httpRequest', image, count),
			}
		: {};
	const times = { ...clientTimes, ...(await runRounds(nodes, rounds)) };
	await rm(folder, { recursive: true });
	return {
		name: 'imageTime',
		title: 'Time per image',
		columns: ['', 'one at a time, ms', 'over undici', 'four at once, ms', 'over undici'],
		rows: (Object.keys(times) as Peer[]).map((peer) => [NAMES[peer], ...cells(times, peer)]),
		notes: [
			`1 MB up and 1 MB down, ${count} images a round, ${rounds} rounds after one to warm up.`,
			"The bare node only calls n8n's helpers: it reads the file, sends it and stores the answer. n8n opens a connection for each request, and a node cannot choose otherwise; axios and undici keep theirs open.",
			'The ratio is the median of the ratios of each round. The last two are measured after the others.',
			n8n
				? `The last two run in n8n ${n8n.version}, which gives them one item or four at a time; theirs is the time that n8n keeps for the node.`
				: "n8n's HTTP Request node was left out: no n8n is installed. `npm run e2e` installs it.",
		],
		values: times,
	};
};

function timeNode(node: NodePeer, path: string, count: number): TimeImages {
	return async (concurrency) => {
		const options = { concurrency, resolution: '720p' };
		const parameters = { resource: 'image', operation: 'edit', prompt: 'Watercolor painting', options };
		return (await node.run({ path, mimeType: 'image/png', count }, parameters)).ms / count;
	};
}

function timeBare(node: NodePeer, path: string, count: number): TimeImages {
	return async (concurrency) =>
		(await node.run({ path, mimeType: 'image/png', count }, { concurrency }, BARE)).ms / count;
}

function timeReal(n8n: RealN8n, peer: RealPeer, image: Buffer, count: number): TimeImages {
	return async (concurrency) => {
		const { items, ms } = await n8n.run(peer, { image, count, batchSize: concurrency, concurrency });
		const results = items.filter(({ binary }) => binary?.data).length;
		if (results !== count) throw new Error(`${NAMES.httpRequest}: ${results} results of ${count}`);
		return ms / count;
	};
}

async function timeInTurns(
	send: (index: number) => Promise<void>,
	count: number,
	concurrency: number,
): Promise<number> {
	const started = performance.now();
	const queue = Array.from({ length: count }, (_, index) => index).values();
	const work = async () => {
		for (const index of queue) await send(index);
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	return (performance.now() - started) / count;
}

/** Peers take turns in each round, so that a busy moment of the machine falls on all of them. */
async function runRounds(peers: Peers, rounds: number): Promise<Times> {
	const times: Times = {};
	for (let index = -1; index < rounds; index += 1) {
		for (const concurrency of AT_ONCE) {
			for (const [peer, time] of Object.entries(peers) as [Peer, TimeImages][]) {
				const ms = await time(concurrency);
				if (index >= 0) ((times[peer] ??= {})[concurrency] ??= []).push(ms);
			}
		}
	}
	return times;
}

function cells(times: Times, peer: Peer): string[] {
	return AT_ONCE.flatMap((concurrency) => {
		const values = times[peer]?.[concurrency] ?? [];
		const floor = times.undici?.[concurrency] ?? [];
		const ratio = median(values.map((value, index) => value / (floor[index] ?? NaN)));
		return [withSpread(values), `${round(ratio, 2)}`];
	});
}
