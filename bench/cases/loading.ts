import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { median, round, withSpread } from '../stats';
import type { BenchCase } from '../types';

interface Loaded {
	readonly ms: number;
	readonly heapMb: number;
}

const ROOT = join(__dirname, '../..');
/** Compiled: tsx would read every file that is loaded, and that takes longer than loading it. */
const CHILD = join(ROOT, 'node_modules/.cache/bench/loadPackage.js');

/** What n8n's loader takes to load the package, over a package with an empty node. */
export const loading: BenchCase = async ({ isQuick }) => {
	await compileChild();
	const measured: Record<'decart' | 'empty', Loaded[]> = { decart: [], empty: [] };
	for (let index = 0; index < (isQuick ? 3 : 9); index += 1) {
		for (const which of ['decart', 'empty'] as const) measured[which].push(await load(which));
	}
	const { decart, empty } = measured;
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
			row('a package with an empty node', empty),
			['more', String(extra('ms')), String(extra('heapMb'))],
		],
		notes: [
			"n8n's own package loader, in a new process each time, after n8n-core and n8n-workflow are loaded.",
		],
		values: measured,
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

async function load(which: 'decart' | 'empty'): Promise<Loaded> {
	const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', CHILD, which], {
		cwd: ROOT,
	});
	return JSON.parse(stdout) as Loaded;
}
