// Runs the fault storm of the tests with many seeds in a row: `npm run storm -- --seeds 20`.
import { parseArgs } from 'node:util';
import { openBinaryStore } from './engine/binaryStore';
import { formatFigures } from './storm/figures';
import { findProblems } from './storm/problems';
import { runStorm, STORM } from './storm/runStorm';
import { listenToLog } from './engine/logListener';

async function main(): Promise<void> {
	const { values } = parseArgs({
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
			process.stdout.write(`${formatFigures(aftermath)}\n`);
			const problems = await findProblems(aftermath);
			if (problems.length === 0) return;
			failed += 1;
			process.stdout.write(problems.map((problem) => `  seed ${seed}: ${problem}\n`).join(''));
		});
		await closeStore();
	}
	process.stdout.write(failed === 0 ? `All ${count} storms passed\n` : `${failed} storms failed\n`);
	// n8n-core leaves a timer running.
	process.exit(failed === 0 ? 0 : 1);
}

void main();
