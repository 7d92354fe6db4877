import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { HEADER, type SourceFile } from './printTypeScript';

/** A folder and the files that should stand in it. */
export interface Target {
	readonly folder: string;
	readonly files: readonly SourceFile[];
	/** Whether a file that stands there was generated; others are left alone. */
	readonly isGenerated: (name: string, text: string) => boolean;
}

/** How a folder differs from the files that should stand in it. */
export interface Difference {
	/** Paths of files that are missing or have another text. */
	readonly stale: readonly string[];
	/** Paths of files that were generated once and are no longer. */
	readonly left: readonly string[];
}

/** The folder of the generated TypeScript, which begins with a header. */
export function generatedCode(folder: string, files: readonly SourceFile[]): Target {
	return {
		folder,
		files,
		isGenerated: (name, text) => !name.includes('/') && name.endsWith('.ts') && text.startsWith(HEADER),
	};
}

/** The folder of the output schemas. JSON has no comments for a header: all of it is generated. */
export function outputSchemaFolder(folder: string, files: readonly SourceFile[]): Target {
	return { folder, files, isGenerated: (name) => name.endsWith('.json') };
}

/** Compares a folder with the files that should stand in it; files that were never generated do not count. */
export async function compareFolder(target: Target): Promise<Difference> {
	const { folder, files } = target;
	const present = await generatedFiles(target);
	const names = files.map(({ name }) => name);
	const stale = files.filter(({ name, text }) => present.get(name) !== text).map(({ name }) => name);
	const left = [...present.keys()].filter((name) => !names.includes(name));
	return { stale: stale.map((name) => join(folder, name)), left: left.map((name) => join(folder, name)) };
}

/** Makes a folder hold the files, and removes those that were generated once and are no longer. */
export async function writeFolder(target: Target): Promise<Difference> {
	const difference = await compareFolder(target);
	await Promise.all(
		target.files.map(async ({ name, text }) => {
			const path = join(target.folder, name);
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, text);
		}),
	);
	await Promise.all(difference.left.map((path) => rm(path)));
	return difference;
}

async function generatedFiles({ folder, isGenerated }: Target): Promise<Map<string, string>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return [];
			throw error;
		},
	);
	const paths = entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
	const files = await Promise.all(
		paths.sort().map(async (path) => {
			const name = path.slice(join(folder, sep).length).replaceAll(sep, '/');
			return [name, await readFile(path, 'utf8')] as const;
		}),
	);
	return new Map(files.filter(([name, text]) => isGenerated(name, text)));
}
