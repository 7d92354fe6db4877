/**
 * `npm run readme [-- --check]`
 *
 * Writes the tables of the README and of docs/ from the node's own code. With --check it writes nothing and ends
 * with 1 when they are not what it would write.
 */
import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { ROOT, renderPages } from './readme/pages';

async function main([mode]: readonly string[]): Promise<number> {
	const pages = await renderPages();
	const stale = pages.filter(({ before, after }) => before !== after);
	if (mode !== '--check') {
		for (const { path, after } of stale) await writeFile(path, after);
		return 0;
	}
	for (const { path } of stale) console.error(`stale: ${relative(ROOT, path)}`);
	if (stale.length > 0) console.error('Run `npm run readme` to bring the tables up to date.');
	return stale.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
