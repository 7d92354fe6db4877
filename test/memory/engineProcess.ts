// Runs one workflow in a process of its own and tells by how much its resident memory grew.
import { createReadStream } from 'node:fs';
import type { IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';
import { DECART, loadEngine } from '../../scripts/engine';
import { openBinaryStore } from '../../scripts/engine/binaryStore';
import { createInputType, createNode } from '../../scripts/engine/nodes';

/** What the process is to do. */
export interface MemoryJob {
	readonly baseUrl: string;
	readonly apiKey: string;
	readonly parameters: INodeParameters;
	/** The file that is measured, and a small one that is sent first, so that everything is loaded. */
	readonly file: string;
	readonly warmUpFile: string;
	readonly fileName: string;
	readonly mimeType: string;
}

/** What the process prints. All in bytes. */
export interface MemoryReport {
	readonly before: number;
	readonly peak: number;
	/** Of the result, as the node tells it. */
	readonly fileSize: number;
}

const SAMPLE_MS = 5;

async function main(): Promise<void> {
	const job = JSON.parse(process.argv[2] ?? '') as MemoryJob;
	const closeStore = await openBinaryStore('filesystem');
	const engine = await loadEngine();
	const send = async (file: string) => await run(engine, job, file);
	await send(job.warmUpFile);
	await send(job.warmUpFile);
	globalThis.gc?.();
	const before = process.memoryUsage.rss();
	let peak = before;
	const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
	const fileSize = await send(job.file);
	clearInterval(sampler);
	await closeStore();
	const report: MemoryReport = { before, peak, fileSize };
	// n8n-core has timers of its own that never end.
	process.stdout.write(JSON.stringify(report), () => process.exit(0));
}

async function run(
	engine: Awaited<ReturnType<typeof loadEngine>>,
	{ baseUrl, apiKey, parameters, fileName, mimeType }: MemoryJob,
	file: string,
): Promise<number> {
	const { result } = engine.start({
		workflow: {
			name: 'memory',
			nodes: [createNode('Input', 'test.file', {}), createNode('Decart', DECART, parameters)],
			connections: { Input: { main: [[{ node: 'Decart', type: 'main', index: 0 }]] } },
		},
		startNode: 'Input',
		credentials: { decartApi: { apiKey, baseUrl } },
		otherNodes: { 'test.file': fileNode(file, fileName, mimeType) },
	});
	const { resultData } = (await result).data;
	if (resultData.error) throw new Error(resultData.error.message);
	return Number(resultData.runData.Decart?.[0]?.data?.main?.[0]?.[0]?.json.fileSize);
}

/** Streams a file from the disk into n8n's binary store, as n8n's own file node does. */
function fileNode(path: string, fileName: string, mimeType: string): INodeType {
	return createInputType(async function (this: IExecuteFunctions) {
		const stream = createReadStream(path);
		const data = await this.helpers.prepareBinaryData(stream, fileName, mimeType);
		return [[{ json: {}, binary: { data } }]];
	});
}

main().catch((error: unknown) => {
	process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error), () =>
		process.exit(1),
	);
});
