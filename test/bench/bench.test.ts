import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { isFullRun } from '../support/fullRun';
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
			const args = ['run', 'bench', '--', '--quick', ...only, '--out', folder];
			await promisify(execFile)('npm', args, { cwd: ROOT });
			const page = await readFile(join(folder, 'RESULTS.md'), 'utf8');
			if (isFullRun) expect(page).toMatch(/^\| 1000 \| [\d.]+ \|/m);
			expect(page).toMatch(/^\| this package \| [\d.]+ \([\d.]+ to [\d.]+\) \|/m);
			const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as {
				values: { loading: { decart: { ms: number }[] } };
			};
			expect(results.values.loading.decart).toHaveLength(3);
		},
	);

	it('says which measurements there are when it is asked for another', async () => {
		const args = ['run', '-s', 'bench', '--', '--only', 'speed', '--out', folder];
		await expect(promisify(execFile)('npm', args, { cwd: ROOT })).rejects.toThrow(
			/There is no measurement speed; there is imageTime,/,
		);
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
