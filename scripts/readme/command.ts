import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Output } from '../util/terminal';
import { ROOT, renderPages } from './pages';

/**
 * Runs `npm run readme` with the arguments that follow it.
 *
 * @returns the exit code: 1 with `--check` when tables are stale.
 */
export async function readmeCommand([mode]: readonly string[], output: Output): Promise<number> {
	const pages = await renderPages();
	const stale = pages.filter(({ before, after }) => before !== after);
	if (mode !== '--check') {
		for (const { path, after } of stale) await writeFile(path, after);
		return 0;
	}
	for (const { path } of stale) output.problem(`stale: ${relative(ROOT, path)}`);
	if (stale.length > 0) output.problem('Run `npm run readme` to bring the tables up to date.');
	return stale.length > 0 ? 1 : 0;
}
