/**
 * `npm run readme [-- --check]`
 *
 * Writes the README's tables of operations, options, retries and error codes from the node's own code. With --check
 * it writes nothing and ends with 1 when they are not what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillSections } from './readme/sections';

const README = join(__dirname, '../README.md');

async function main([mode]: readonly string[]): Promise<number> {
	const before = await readFile(README, 'utf8');
	const after = await fillSections(before, README);
	if (after === before) return 0;
	if (mode !== '--check') {
		await writeFile(README, after);
		return 0;
	}
	console.error('stale: README.md\nRun `npm run readme` to bring its tables up to date.');
	return 1;
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
