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
/** The two that hold no file are measured without their garbage too. */
const ROWS: readonly Pick<MemoryJob, 'peer' | 'collects'>[] = [
	{ peer: 'node, filesystem', collects: false },
	{ peer: "Node's own streams", collects: false },
	{ peer: 'node, filesystem', collects: true },
	{ peer: "Node's own streams", collects: true },
	{ peer: 'node, s3', collects: false },
	{ peer: 'node, database', collects: false },
	{ peer: 'node, memory', collects: false },
	{ peer: 'sdk', collects: false },
];

/** Megabytes of each round, by row and size. */
type Grown = Record<string, Record<number, number[]>>;

/** By how much the memory grows while a video goes up and comes down. */
export const videoMemory: BenchCase = async ({ isQuick, server }) => {
	const folder = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	const clip = await readFile(CLIP);
	const rounds = isQuick ? 1 : 7;
	const sizes = isQuick ? [200] : [20, 200, 400];
	const warmUpServer = await startBenchServer();
	await warmUpServer.setUp({ videoBytes: clip.length });
	const s3 = await startS3Server();
	const grown: Grown = {};
	for (const size of sizes) {
		const file = join(folder, `${size}.mp4`);
		await writePaddedMp4(file, clip, size * MB);
		await server.setUp({ videoBytes: size * MB });
		const { host, bucket } = s3;
		const urls = { url: server.url, warmUpUrl: warmUpServer.url };
		const job = { ...urls, s3: { host, bucket }, warmUpFile: CLIP, file };
		for (let index = 0; index < rounds; index += 1) await measureRound(job, size, grown);
	}
	warmUpServer.close();
	await s3.close();
	await rm(folder, { recursive: true });
	return {
		name: 'videoMemory',
		title: 'Memory for a video',
		columns: ['', ...sizes.map((size) => `${size} MB up and down`)],
		rows: Object.entries(grown).map(([name, values]) => [
			name,
			...sizes.map((size) => withSpread(values[size] ?? [], 0)),
		]),
		notes: [
			'Megabytes of resident memory on top of what the process had after two small videos, at the most.',
			`Median of ${rounds} new processes each.`,
			"Node's own streams do the same work without n8n and without this node: disk to disk, disk to HTTP, HTTP to disk. Node.js allocates 64 kB for each piece and frees it late, so most of it is garbage.",
			'Live: young garbage is collected before each sample, every 5 ms. What is left is what is held.',
			'S3 is a service in another process, with n8n’s own manager for it.',
			'For n8n’s database stands a store that takes and gives files whole as well.',
		],
		values: grown,
	};
};

async function measureRound(
	job: Omit<MemoryJob, 'peer' | 'collects'>,
	size: number,
	grown: Grown,
): Promise<void> {
	for (const row of ROWS) {
		const values = (grown[nameRow(row)] ??= {});
		(values[size] ??= []).push((await measure({ ...job, ...row })) / MB);
	}
}

function nameRow({ peer, collects }: (typeof ROWS)[number]): string {
	return collects ? `${peer}, live` : peer;
}

async function measure(job: MemoryJob): Promise<number> {
	const args = ['--expose-gc', '--import', 'tsx', CHILD, JSON.stringify(job)];
	// The files of each process go with it: in full there are many gigabytes of them.
	const scratch = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	const options = { cwd: join(__dirname, '../..'), env: { ...process.env, TMPDIR: scratch } };
	const { stdout } = await promisify(execFile)(process.execPath, args, options);
	await rm(scratch, { recursive: true });
	return (JSON.parse(stdout) as { grownBy: number }).grownBy;
}
