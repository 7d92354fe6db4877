// Loads a package with n8n's own loader in a process of its own, then what its node's first run loads, and prints what
// each took.
import 'reflect-metadata';
import '../scripts/engine/environment';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

/** What loading something took. */
export interface Loaded {
	readonly ms: number;
	readonly heapMb: number;
}

/** What the process prints. */
export interface LoadedPackage {
	/** The package, as n8n loads it when it starts. */
	readonly start: Loaded;
	/** What the node's first run loads. */
	readonly firstRun?: Loaded;
}

// As the node itself does: `import` would read it twice.
const requireFile = createRequire(__filename);

const EMPTY_NODE = `class Empty {
	description = { displayName: 'Empty', name: 'empty', group: ['transform'], version: 1, description: '',
		defaults: { name: 'Empty' }, inputs: ['main'], outputs: ['main'], properties: [] };
	async execute() { return [[]]; }
}
exports.Empty = Empty;`;

async function main(): Promise<void> {
	const folder = process.argv[2] === 'empty' ? await writeEmptyPackage() : process.cwd();
	const start = await measure(async () => {
		const loader = new PackageDirectoryLoader(folder);
		await loader.loadAll();
		return loader;
	});
	// An empty node has none.
	const execution = join(folder, 'dist/nodes/Decart/actions/execution.js');
	const firstRun = existsSync(execution)
		? await measure(async () => await Promise.resolve(requireFile(execution)))
		: undefined;
	process.stdout.write(JSON.stringify({ start, firstRun }), () => process.exit(0));
}

/** What is loaded stays loaded while the heap is read. */
const kept: unknown[] = [];

async function measure(load: () => Promise<unknown>): Promise<Loaded> {
	globalThis.gc?.();
	const before = process.memoryUsage().heapUsed;
	const started = performance.now();
	kept.push(await load());
	const ms = performance.now() - started;
	globalThis.gc?.();
	return { ms, heapMb: (process.memoryUsage().heapUsed - before) / 2 ** 20 };
}

async function writeEmptyPackage(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-empty-'));
	await mkdir(join(folder, 'dist'));
	await writeFile(join(folder, 'dist/Empty.node.js'), EMPTY_NODE);
	const description = { name: 'n8n-nodes-empty', version: '1.0.0', n8n: { nodes: ['dist/Empty.node.js'] } };
	await writeFile(join(folder, 'package.json'), JSON.stringify(description));
	return folder;
}

void main();
