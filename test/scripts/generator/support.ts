import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateCommand } from '../../../scripts/generator/command';
import { changedSpec, run, withSpecFile, type Draft } from '../support';

export async function contents(folder: string): Promise<Record<string, string>> {
	const entries = await readdir(folder, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
	names.sort();
	const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
	return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

export function generateFrom(change: (draft: Draft) => void, out: string, format: 'json' | 'yaml' = 'json') {
	return withSpecFile(changedSpec(change), format, (file) =>
		run(generateCommand, '--spec', file, '--out', out),
	);
}
