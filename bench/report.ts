import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatText } from '../scripts/util/formatText';
import type { Machine } from './machine';
import type { Measurement } from './types';

/** A measurement as `results.json` holds it. */
export interface Part extends Measurement {
	readonly machine: Machine;
	/** It was taken with fewer rounds and smaller files. */
	readonly isQuick: boolean;
}

/** `results.json`: what was measured last, part by part. */
export type Results = Readonly<Record<string, Part>>;

/** Replaces a part of the results, and writes `RESULTS.md` for a person and `results.json` for a program. */
export async function addPart(folder: string, part: Part): Promise<void> {
	await mkdir(folder, { recursive: true });
	const path = join(folder, 'results.json');
	const results = { ...(await readResults(path)), [part.name]: part };
	await writeFile(path, await formatText(path, JSON.stringify(results)));
	const page = join(folder, 'RESULTS.md');
	await writeFile(page, await formatText(page, toMarkdown(results)));
}

/** The results so far: none where the file is not there yet. */
export async function readResults(path: string): Promise<Results> {
	return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Results) : {};
}

/** The results as a page: a table for each measurement, and what its reader has to know. */
export function toMarkdown(results: Results): string {
	return [
		'# Results',
		'',
		'Written by `npm run bench`. All peers run in turns in one run, against a server in a process of its own. Ratios hold on other machines; times do not. A figure is a median, with the lowest and the highest value behind it.',
		...Object.values(results).flatMap(describePart),
		'',
	].join('\n');
}

function describePart({ title, columns, rows, notes, machine, isQuick }: Part): string[] {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [
		'',
		`## ${title}`,
		'',
		line(columns),
		line(columns.map(() => '---')),
		...rows.map(line),
		'',
		...[...notes, describeRun(machine, isQuick)].map((note) => `- ${note}`),
	];
}

function describeRun(machine: Machine, isQuick: boolean): string {
	const { date, node, platform, cores, memoryGb, load, versions } = machine;
	const busy = load === undefined ? 'load not recorded' : `load average ${load}`;
	const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
	const run = `${isQuick ? 'A quick run' : 'Run'} on ${date}`;
	return `${run}: ${platform}, ${cores} cores, ${memoryGb} GB, ${busy}; ${[`Node.js ${node}`, ...packages].join(', ')}.`;
}
