import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { imageTime } from './cases/imageTime';
import { items } from './cases/items';
import { jobTime } from './cases/jobTime';
import { loading } from './cases/loading';
import { rateLimit } from './cases/rateLimit';
import { videoMemory } from './cases/videoMemory';
import { describeMachine, writeResults } from './report';
import { startBenchServer } from './server';
import type { BenchCase, Measurement } from './types';

const ROOT = join(__dirname, '..');
const CASES: Readonly<Record<string, BenchCase>> = {
	imageTime,
	rateLimit,
	videoMemory,
	jobTime,
	items,
	loading,
};

/** `npm run bench [-- --quick] [--only NAME] [--out FOLDER]`: measures, prints the tables and writes them. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			quick: { type: 'boolean', default: false },
			only: { type: 'string', multiple: true },
			out: { type: 'string', default: join(ROOT, 'bench') },
		},
	});
	const names = values.only ?? Object.keys(CASES);
	const cases = names.map((name) => {
		const run = CASES[name];
		if (run) return { name, run };
		throw new Error(`There is no measurement ${name}; there is ${Object.keys(CASES).join(', ')}`);
	});
	const server = await startBenchServer();
	const measurements: Measurement[] = [];
	for (const { name, run } of cases) {
		process.stdout.write(`${name} …\n`);
		const measurement = await run({ isQuick: values.quick, server });
		print(measurement);
		measurements.push(measurement);
	}
	server.close();
	await writeResults(values.out, await describeMachine(ROOT), measurements);
	process.exit(0);
}

function print({ title, columns, rows }: Measurement): void {
	process.stdout.write(
		`\n${[title, columns.join(' | '), ...rows.map((row) => row.join(' | '))].join('\n')}\n\n`,
	);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exit(1);
});
