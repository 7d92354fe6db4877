import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from './types';

/** What the figures depend on. */
export interface Machine {
	readonly date: string;
	readonly node: string;
	readonly platform: string;
	readonly cores: number;
	readonly memoryGb: number;
	readonly versions: Readonly<Record<string, string>>;
}

const PACKAGES = ['n8n-core', 'n8n-workflow', '@decartai/sdk', 'axios', 'form-data', 'undici'];

/** Describes the machine and the versions that are measured. */
export async function describeMachine(root: string): Promise<Machine> {
	const versions: Record<string, string> = {};
	for (const name of PACKAGES) {
		const text = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8');
		versions[name] = (JSON.parse(text) as { version: string }).version;
	}
	return {
		date: new Date().toISOString().slice(0, 10),
		node: process.version,
		platform: `${platform()} ${arch()}`,
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 2 ** 30),
		versions,
	};
}

/** Writes `RESULTS.md` for a person and `results.json` for a program. */
export async function writeResults(
	folder: string,
	machine: Machine,
	measurements: readonly Measurement[],
): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'RESULTS.md'), toMarkdown(machine, measurements));
	const values = Object.fromEntries(measurements.map(({ name, values }) => [name, values]));
	await writeFile(join(folder, 'results.json'), `${JSON.stringify({ machine, values }, null, '\t')}\n`);
}

/** The results as a page: a table for each measurement, and what its reader has to know. */
export function toMarkdown(machine: Machine, measurements: readonly Measurement[]): string {
	const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
	return [
		'# Results',
		'',
		`Written by \`npm run bench\` on ${machine.date}: Node.js ${machine.node}, ${machine.platform}, ${machine.cores} cores, ${machine.memoryGb} GB; ${versions.join(', ')}.`,
		'All peers run in turns in one run, against a server in a process of its own. Ratios hold on other machines; times do not.',
		...measurements.flatMap(describeMeasurement),
		'',
	].join('\n');
}

function describeMeasurement({ title, columns, rows, notes }: Measurement): string[] {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [
		'',
		`## ${title}`,
		'',
		line(columns),
		line(columns.map(() => '---')),
		...rows.map(line),
		'',
		...notes.map((note) => `- ${note}`),
	];
}
