import { exec, execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { describeMachine } from '../../bench/machine';
import { createWorkflow } from '../../bench/peers/realWorkflow';
import { addPart, readResults, type Part } from '../../bench/report';
import { benchmarksTable } from '../../scripts/readme/benchmarks';
import { isFullRun } from '../support/fullRun';
import { TSX } from '../support/tsx';
import { median, spread, withSpread } from '../../bench/stats';

const ROOT = join(__dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'bench-'));
afterAll(() => rm(folder, { recursive: true }));

describe('The benchmark', () => {
	it(
		'measures what it is asked to, and writes a page for people and one for programs',
		{
			timeout: 300_000,
		},
		async () => {
			const names = isFullRun ? ['items', 'loading'] : ['loading'];
			const only = names.flatMap((name) => ['--only', name]);
			const args = ['--quick', ...only, '--out', folder].join(' ');
			await promisify(exec)(`${await benchCommand()} ${args}`, { cwd: ROOT });
			const page = await readFile(join(folder, 'RESULTS.md'), 'utf8');
			if (isFullRun) expect(page).toMatch(/^\| 1000 +\| [\d.]+ +\|/m);
			expect(page).toMatch(/^\| this package +\| [\d.]+ \([\d.]+ to [\d.]+\) +\|/m);
			expect(page).toMatch(/^\| the node's first run, once, on top +\| [\d.]+ \(/m);
			const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as {
				loading: { isQuick: boolean; values: { decart: { ms: number }[] } };
			};
			expect(results.loading.values.decart).toHaveLength(1);
			expect(results.loading.isQuick).toBe(true);
		},
	);

	it('says which measurements there are when it is asked for another', async () => {
		const args = [...TSX, 'bench/cli.ts', '--only', 'speed', '--out', folder];
		await expect(promisify(execFile)(process.execPath, args, { cwd: ROOT })).rejects.toThrow(
			/There is no measurement speed; there is imageTime,/,
		);
	});

	it('replaces the part that was measured and keeps the others', async () => {
		const parts = join(folder, 'parts');
		await addPart(parts, createPart('loading', '30'));
		await addPart(parts, createPart('items', '3'));
		await addPart(parts, createPart('loading', '12'));
		const page = await readFile(join(parts, 'RESULTS.md'), 'utf8');
		expect(page.match(/^## .*|^\| \d+ /gm)).toEqual(['## loading', '| 12 ', '## items', '| 3 ']);
		expect(Object.keys(await readResults(join(parts, 'results.json')))).toEqual(['loading', 'items']);
	});

	it("says in the README what Node's own streams take, and what of it is no garbage", async () => {
		const results = join(folder, 'videoMemory.json');
		const values = {
			'node, filesystem': { 200: [38, 40, 42] },
			"Node's own streams": { 200: [50, 52, 54] },
			'node, filesystem, live': { 200: [7] },
			"Node's own streams, live": { 200: [4] },
			sdk: { 200: [845] },
		};
		await writeFile(results, JSON.stringify({ videoMemory: { values } }));
		const rows = benchmarksTable(results)
			.split('\n')
			.slice(2)
			.map((row) => row.split(' | '));
		expect(rows).toEqual([
			[expect.stringContaining("(Node's own streams: 52 MB)"), '40 MB', '—', '845 MB', '— |'],
			[expect.stringContaining("without garbage (Node's own streams: 4 MB)"), '7 MB', '—', '—', '— |'],
		]);
	});

	it('names no machine in what it writes', async () => {
		const text = JSON.stringify(await describeMachine(ROOT));
		expect(text).not.toContain(hostname());
		expect(text).not.toContain(homedir());
	});

	it('gives the HTTP Request node and this node the same images, so many at a time', () => {
		const input = { image: Buffer.alloc(0), count: 8, batchSize: 4 };
		const settings = { input, folder: '/photos', decartUrl: 'http://127.0.0.1:1' };
		const credentials = { decartApi: '1', httpHeaderAuth: '2' };
		const [decart, request] = (['decart', 'httpRequest'] as const).map((peer) =>
			createWorkflow({ peer, ...settings, ...credentials }),
		);
		expect(request?.connections).toEqual(decart?.connections);
		expect(request?.nodes.slice(0, -1)).toEqual(decart?.nodes.slice(0, -1));
		expect(request?.nodes.map(({ name }) => name)).toEqual(['Start', 'Read', 'Loop', 'Measured']);
	});

	it.each([
		[[3, 1, 2], 2],
		[[4, 1, 2, 3], 2.5],
		[[7], 7],
	])('takes the middle of %j', (values, middle) => {
		expect(median(values)).toBe(middle);
	});

	it('says how far the values lie apart', () => {
		expect(spread([3, 1, 2])).toEqual({ min: 1, max: 3 });
		expect(withSpread([1.26, 3, 2])).toBe('2 (1.3 to 3)');
	});
});

/** `npm run bench`; where tests do not run in full, without the build, which the tests themselves were run after. */
async function benchCommand(): Promise<string> {
	if (isFullRun) return 'npm run bench --';
	const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
		scripts: { bench: string };
	};
	return scripts.bench.replace('gulp --silent && ', '');
}

function createPart(name: string, value: string): Part {
	const machine = { date: '', node: '', platform: '', cores: 2, memoryGb: 8, versions: {} };
	const table = { title: name, columns: ['ms', 'MB'], rows: [[value, '1']], notes: [], values: {} };
	return { name, machine, isQuick: false, ...table };
}
