import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startS3Server } from '../../scripts/engine/s3Server';
import { writePaddedMp4 } from '../media';
import { startBenchServer } from '../server';
import { withSpread } from '../stats';
import type { BenchCase } from '../types';
import type { MemoryJob } from '../memoryProcess';

const CHILD = join(__dirname, '../memoryProcess.ts');
const CLIP = join(__dirname, '../../examples/media/coffee-zoom.mp4');
const MB = 1_000_000;
const PEERS: readonly MemoryJob['peer'][] = [
	'node, filesystem',
	'node, s3',
	'node, database',
	'node, memory',
	'sdk',
];

/** By how much the memory grows while a video goes up and comes down. */
export const videoMemory: BenchCase = async ({ isQuick, server }) => {
	const folder = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	const clip = await readFile(CLIP);
	const rounds = isQuick ? 1 : 7;
	const sizes = isQuick ? [20, 200] : [20, 200, 400];
	const warmUpServer = await startBenchServer();
	await warmUpServer.setUp({ videoBytes: clip.length });
	const s3 = await startS3Server();
	const { host, bucket } = s3;
	const grown: Record<string, Record<number, number[]>> = {};
	for (const size of sizes) {
		const file = join(folder, `${size}.mp4`);
		await writePaddedMp4(file, clip, size * MB);
		await server.setUp({ videoBytes: size * MB });
		for (let index = 0; index < rounds; index += 1) {
			for (const peer of PEERS) {
				const urls = { url: server.url, warmUpUrl: warmUpServer.url };
				const job: MemoryJob = { peer, ...urls, s3: { host, bucket }, warmUpFile: CLIP, file };
				((grown[peer] ??= {})[size] ??= []).push((await measure(job)) / MB);
			}
		}
	}
	warmUpServer.close();
	await s3.close();
	await rm(folder, { recursive: true });
	return {
		name: 'videoMemory',
		title: 'Memory for a video',
		columns: ['', ...sizes.map((size) => `${size} MB up and down`)],
		rows: PEERS.map((peer) => [peer, ...sizes.map((size) => withSpread(grown[peer]?.[size] ?? [], 0))]),
		notes: [
			'Megabytes of resident memory on top of what the process had after two small videos, at the most.',
			`Median of ${rounds} new processes each.`,
			'S3 is a service in another process, with n8n’s own manager for it.',
			'For n8n’s database stands a store that takes and gives files whole as well.',
		],
		values: grown,
	};
};

async function measure(job: MemoryJob): Promise<number> {
	const args = ['--expose-gc', '--import', 'tsx', CHILD, JSON.stringify(job)];
	const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(__dirname, '../..') });
	return (JSON.parse(stdout) as { grownBy: number }).grownBy;
}
