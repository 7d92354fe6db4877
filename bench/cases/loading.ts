import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { median, round, withSpread } from '../stats';
import type { Loaded, LoadedPackage } from '../loadPackage';
import type { BenchCase } from '../types';

const ROOT = join(__dirname, '../..');
/** Compiled: tsx would read every file that is loaded, and that takes longer than loading it. */
const CHILD = join(ROOT, 'node_modules/.cache/bench/loadPackage.js');

/** What n8n's loader takes to load the package, over a package with an empty node. */
export const loading: BenchCase = async ({ isQuick }) => {
	await compileChild();
	const decart: Loaded[] = [];
	const empty: Loaded[] = [];
	const firstRun: Loaded[] = [];
	for (let index = 0; index < (isQuick ? 1 : 9); index += 1) {
		const loaded = await load('decart');
		decart.push(loaded.start);
		if (loaded.firstRun) firstRun.push(loaded.firstRun);
		empty.push((await load('empty')).start);
	}
	const extra = (key: keyof Loaded) =>
		round(median(decart.map((one) => one[key])) - median(empty.map((one) => one[key])), 1);
	const row = (name: string, loaded: readonly Loaded[]) => [
		name,
		withSpread(loaded.map(({ ms }) => ms)),
		withSpread(
			loaded.map(({ heapMb }) => heapMb),
			2,
		),
	];
	return {
		name: 'loading',
		title: 'Loading the package',
		columns: ['', 'ms', 'heap MB'],
		rows: [
			row('this package', decart),
			row("a package with an empty node: n8n's own share", empty),
			['more', String(extra('ms')), String(extra('heapMb'))],
			row("the node's first run, once, on top", firstRun),
		],
		notes: [
			"n8n's own package loader, in a new process each time, after n8n-core and n8n-workflow are loaded.",
		],
		values: { decart, empty, firstRun },
	};
};

async function compileChild(): Promise<void> {
	await build({
		entryPoints: [join(ROOT, 'bench/loadPackage.ts')],
		outfile: CHILD,
		bundle: true,
		packages: 'external',
		platform: 'node',
		logLevel: 'error',
	});
}

async function load(which: 'decart' | 'empty'): Promise<LoadedPackage> {
	const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', CHILD, which], {
		cwd: ROOT,
	});
	return JSON.parse(stdout) as LoadedPackage;
}
