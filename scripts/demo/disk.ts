import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The disk that a workflow's file nodes see: its folders, and where they really are. */
export interface Disk {
	/** The real path of a file of the workflow; throws for a folder that the workflow does not have. */
	locate(path: string): string;
	/** The real paths of the files that a pattern such as `/photos/*.{jpg,png}` names, by name. */
	find(pattern: string): Promise<string[]>;
}

/** @param folders real folders by those that the workflow names */
export function mapFolders(folders: Readonly<Record<string, string>>): Disk {
	const locate = (path: string): string => {
		const folder = folders[dirname(path)];
		if (folder === undefined) throw new Error(`The demo has no folder ${dirname(path)}`);
		return join(folder, basename(path));
	};
	return {
		locate,
		async find(pattern) {
			const folder = dirname(locate(pattern));
			const matches = matcher(basename(pattern));
			const names = (await readdir(folder)).filter((name) => matches.test(name));
			return names.sort().map((name) => join(folder, name));
		},
	};
}

/** Of the pattern language of n8n's file node: `*`, and `{a,b}` for one of several. */
function matcher(pattern: string): RegExp {
	const source = pattern
		.replace(/[.+^$()|[\]\\?]/g, '\\$&')
		.replaceAll('*', '.*')
		.replace(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.split(',').join('|')})`);
	return new RegExp(`^${source}$`);
}
