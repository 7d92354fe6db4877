// Sends one video in a process of its own and prints by how much its resident memory grew at the most.
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BinaryMode } from '../scripts/engine/binaryStore';
import type { S3Location } from '../scripts/engine/objectStore';
import { openNodePeer } from './peers/decart';
import { editThroughStreams } from './peers/nodeStreams';

/** What the process is to do. */
export interface MemoryJob {
	readonly peer: `node, ${BinaryMode | 's3'}` | "Node's own streams" | 'sdk';
	/**
	 * Whether young garbage is collected before each sample. What is left is what the peer holds: Node.js allocates
	 * 64 kB for each piece of a stream, and frees it when it pleases.
	 */
	readonly collects: boolean;
	/** The S3 service of the peer that keeps its files there. */
	readonly s3: S3Location;
	/** The server, and one whose results are small. */
	readonly url: string;
	readonly warmUpUrl: string;
	readonly file: string;
	readonly warmUpFile: string;
}

const SAMPLE_MS = 5;
const KEY = 'dct_benchmark_key';

type Send = (file: string) => Promise<void>;

async function main(): Promise<void> {
	const job = JSON.parse(process.argv[2] ?? '') as MemoryJob;
	const warmUp = await createSend(job, job.warmUpUrl);
	const send = await createSend(job, job.url);
	await warmUp(job.warmUpFile);
	await warmUp(job.warmUpFile);
	globalThis.gc?.();
	const before = process.memoryUsage.rss();
	let peak = before;
	const sampler = setInterval(() => {
		if (job.collects) globalThis.gc?.({ type: 'minor' });
		peak = Math.max(peak, process.memoryUsage.rss());
	}, SAMPLE_MS);
	await send(job.file);
	clearInterval(sampler);
	process.stdout.write(JSON.stringify({ grownBy: peak - before }), () => process.exit(0));
}

async function createSend({ peer, s3 }: MemoryJob, url: string): Promise<Send> {
	switch (peer) {
		case 'node, filesystem':
			return await createNodeSend(url, 'filesystem');
		case 'node, database':
			return await createNodeSend(url, 'database');
		case 'node, s3':
			return await createNodeSend(url, s3);
		case 'node, memory':
			return await createNodeSend(url, 'memory');
		case "Node's own streams":
			return await createStreamsSend(url);
		case 'sdk':
			return await createSdkSend(url);
	}
}

async function createNodeSend(url: string, mode: BinaryMode | S3Location): Promise<Send> {
	const node = await openNodePeer(url, mode);
	return async (path) => {
		const parameters = { resource: 'video', operation: 'edit', prompt: 'Watercolor' };
		await node.run({ path, mimeType: 'video/mp4', count: 1 }, parameters);
	};
}

async function createStreamsSend(url: string): Promise<Send> {
	const target = join(await mkdtemp(join(tmpdir(), 'decart-bench-')), 'result.mp4');
	return async (path) => await editThroughStreams({ url, apiKey: KEY }, path, target);
}

async function createSdkSend(url: string): Promise<Send> {
	const { createDecartClient, models } = await import('@decartai/sdk');
	const client = createDecartClient({ apiKey: KEY, baseUrl: url });
	return async (path) => {
		const data = new File([await readFile(path)], 'clip.mp4', { type: 'video/mp4' });
		const result = await client.queue.submitAndPoll({
			model: models.video('lucy-2.5'),
			prompt: 'Watercolor',
			data,
		});
		if (result.status !== 'completed') throw new Error(result.error);
		await result.data.arrayBuffer();
	};
}

void main().catch((error: unknown) => {
	process.stderr.write(String(error), () => process.exit(1));
});
