import { parseArgs } from 'node:util';
import { openBinaryStore } from '../engine/binaryStore';
import { formatFigures } from './figures';
import { findProblems } from './problems';
import { runStorm, STORM } from './runStorm';
import { listenToLog } from '../engine/logListener';
import type { Output } from '../util/terminal';

/**
 * Runs `npm run storm` with the arguments that follow it.
 *
 * @returns the exit code: 1 when a storm failed.
 */
export async function stormCommand(args: readonly string[], output: Output): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			seeds: { type: 'string', default: '1' },
			first: { type: 'string', default: '1' },
		},
	});
	const count = Number(values.seeds);
	const first = Number(values.first);
	if (!Number.isInteger(count) || !Number.isInteger(first)) {
		throw new Error('Usage: npm run storm -- [--seeds COUNT] [--first SEED]');
	}
	const log = await listenToLog();
	let failed = 0;
	for (let seed = first; seed < first + count; seed += 1) {
		const closeStore = await openBinaryStore('filesystem');
		await runStorm(seed, log, STORM, async (aftermath) => {
			output.line(formatFigures(aftermath));
			const problems = await findProblems(aftermath);
			if (problems.length === 0) return;
			failed += 1;
			for (const problem of problems) output.line(`  seed ${seed}: ${problem}`);
		});
		await closeStore();
	}
	output.line(failed === 0 ? `All ${count} storms passed` : `${failed} storms failed`);
	return failed === 0 ? 0 : 1;
}
