import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HEADER, type SourceFile } from './print';

/** How a folder differs from the files that should stand in it. */
export interface Difference {
	/** Names of files that are missing or have another text. */
	readonly stale: readonly string[];
	/** Names of files that were generated once and are no longer. */
	readonly left: readonly string[];
}

/** Compares a folder with the files that should stand in it; files that were never generated do not count. */
export async function compareFolder(folder: string, files: readonly SourceFile[]): Promise<Difference> {
	const present = await generatedFiles(folder);
	const names = files.map(({ name }) => name);
	return {
		stale: files.filter(({ name, text }) => present.get(name) !== text).map(({ name }) => name),
		left: [...present.keys()].filter((name) => !names.includes(name)),
	};
}

/** Makes a folder hold the files, and removes those that were generated once and are no longer. */
export async function writeFolder(folder: string, files: readonly SourceFile[]): Promise<Difference> {
	const difference = await compareFolder(folder, files);
	await mkdir(folder, { recursive: true });
	await Promise.all(files.map(({ name, text }) => writeFile(join(folder, name), text)));
	await Promise.all(difference.left.map((name) => rm(join(folder, name))));
	return difference;
}

async function generatedFiles(folder: string): Promise<Map<string, string>> {
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	const sources = names.filter((name) => name.endsWith('.ts')).sort();
	const texts = await Promise.all(sources.map((name) => readFile(join(folder, name), 'utf8')));
	const files = sources.map((name, index) => [name, texts[index] ?? ''] as const);
	return new Map(files.filter(([, text]) => text.startsWith(HEADER)));
}
