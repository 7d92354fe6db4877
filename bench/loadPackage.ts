// Loads a package with n8n's own loader in a process of its own and prints what that took.
import 'reflect-metadata';
import '../scripts/engine/environment';
import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

const EMPTY_NODE = `class Empty {
	description = { displayName: 'Empty', name: 'empty', group: ['transform'], version: 1, description: '',
		defaults: { name: 'Empty' }, inputs: ['main'], outputs: ['main'], properties: [] };
	async execute() { return [[]]; }
}
exports.Empty = Empty;`;

async function main(): Promise<void> {
	const folder = process.argv[2] === 'empty' ? await writeEmptyPackage() : process.cwd();
	globalThis.gc?.();
	const before = process.memoryUsage().heapUsed;
	const started = performance.now();
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	const ms = performance.now() - started;
	globalThis.gc?.();
	const heapMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
	process.stdout.write(JSON.stringify({ ms, heapMb }), () => process.exit(loader.nodeTypes ? 0 : 1));
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
