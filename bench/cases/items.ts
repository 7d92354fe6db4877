import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { noisePng } from '../media';
import { openNodePeer } from '../peers/decart';
import { round } from '../stats';
import type { BenchCase } from '../types';

const SMALL_BYTES = 3000;
const NANOSECONDS_A_MILLISECOND = 1e6;
const RESOLUTION_MS = 5;

/** Time and memory per item, and how long the node holds the event loop in one piece. */
export const items: BenchCase = async ({ isQuick, server }) => {
	const folder = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	const source = join(folder, 'photo.png');
	await writeFile(source, await noisePng(SMALL_BYTES));
	await server.setUp({ imageBytes: SMALL_BYTES });
	const node = await openNodePeer(server.url);
	const run = async (count: number) =>
		await node.run(
			{ path: source, mimeType: 'image/png', count },
			{
				resource: 'image',
				operation: 'edit',
				prompt: '=Item {{ $itemIndex }}',
				options: { concurrency: 8 },
			},
		);
	await run(20);
	const rows: string[][] = [];
	const values: Record<string, unknown> = {};
	for (const count of isQuick ? [1, 10, 100, 1000] : [1, 10, 100, 1000, 10_000]) {
		globalThis.gc?.();
		const before = process.memoryUsage().heapUsed;
		const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
		loop.enable();
		const outcome = await run(count);
		loop.disable();
		globalThis.gc?.();
		const heapKb = (process.memoryUsage().heapUsed - before) / 1024 / count;
		const heldMs = loop.max / NANOSECONDS_A_MILLISECOND - RESOLUTION_MS;
		if (outcome.items.length !== count) throw new Error(`${outcome.items.length} results of ${count}`);
		rows.push([
			String(count),
			String(round(outcome.ms / count, 2)),
			String(round(heapKb, 1)),
			String(round(heldMs, 0)),
		]);
		values[count] = { msPerItem: outcome.ms / count, heapKbPerItem: heapKb, longestHeldMs: heldMs };
	}
	await node.close();
	await rm(folder, { recursive: true });
	return {
		name: 'items',
		title: 'Many items',
		columns: ['items', 'ms per item', 'heap kB per item', 'event loop held, ms'],
		rows,
		notes: [
			'Images of 3 kB, eight at once, with an expression in the prompt. The server is a process of its own.',
			"The heap holds n8n's own output items, since the run is kept while it is measured.",
			'The event loop is held by everything in the process: the engine, the node and the garbage collector.',
		],
		values,
	};
};
