import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from './cases';
import { describeMachine } from './machine';
import { openRealN8n, type RealN8n } from './peers/realN8n';
import { addPart } from './report';
import { startBenchServer } from './server';
import type { BenchCase, BenchOptions, Measurement } from './types';

const ROOT = join(__dirname, '..');

/**
 * `npm run bench [-- --quick] [--only NAME] [--out FOLDER]`: measures, prints the tables and writes them.
 *
 * Each measurement replaces its own part of the results as soon as it is done; the other parts stay.
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			quick: { type: 'boolean', default: false },
			only: { type: 'string', multiple: true },
			out: { type: 'string', default: join(ROOT, 'bench') },
		},
	});
	const names = chooseCases(values.only);
	const server = await startBenchServer();
	try {
		for (const name of names) {
			process.stdout.write(`${name} …\n`);
			const machine = await describeMachine(ROOT);
			const started = performance.now();
			const measure = await CASES[name]?.();
			if (!measure) continue;
			const measurement = await measureAlone(measure, { isQuick: values.quick, server });
			print(measurement, performance.now() - started);
			await addPart(values.out, { machine, isQuick: values.quick, ...measurement });
		}
	} finally {
		server.close();
	}
	process.stdout.write('Written. `npm run readme` brings the short table in the README up to date.\n');
	process.exit(0);
}

/** Even an idle n8n takes its share of the cores: none that a measurement starts runs beside the next one. */
async function measureAlone(
	measure: BenchCase,
	options: Omit<BenchOptions, 'openN8n'>,
): Promise<Measurement> {
	let n8n: Promise<RealN8n | undefined> | undefined;
	const openN8n = async () => await (n8n ??= openRealN8n(options.server.url));
	try {
		return await measure({ ...options, openN8n });
	} finally {
		await (await n8n)?.close();
	}
}

function chooseCases(only: readonly string[] = Object.keys(CASES)): readonly string[] {
	const unknown = only.find((name) => !(name in CASES));
	if (unknown === undefined) return only;
	throw new Error(`There is no measurement ${unknown}; there is ${Object.keys(CASES).join(', ')}`);
}

function print({ title, columns, rows }: Measurement, ms: number): void {
	const lines = [title, columns.join(' | '), ...rows.map((row) => row.join(' | '))];
	process.stdout.write(`\n${lines.join('\n')}\n(${Math.round(ms / 1000)} s)\n\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exit(1);
});
