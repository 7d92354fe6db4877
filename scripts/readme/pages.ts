import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECTIONS, beginMarker, fillSections } from './sections';

export const ROOT = join(__dirname, '../..');

export interface Page {
	readonly path: string;
	/** The page as it is. */
	readonly before: string;
	/** The page with its tables as the code has them. */
	readonly after: string;
}

/**
 * The README and the pages of docs/, with every generated section filled.
 *
 * @throws when a section stands in no page
 */
export async function renderPages(): Promise<Page[]> {
	const names = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
	const paths = [join(ROOT, 'README.md'), ...names.map((name) => join(ROOT, 'docs', name))];
	const pages = await Promise.all(paths.map(renderPage));
	const missing = Object.keys(SECTIONS).filter(
		(section) => !pages.some(({ before }) => before.includes(beginMarker(section))),
	);
	if (missing.length > 0) throw new Error(`No page has the section ${missing.join(', ')}`);
	return pages;
}

async function renderPage(path: string): Promise<Page> {
	const before = await readFile(path, 'utf8');
	return { path, before, after: await fillSections(before, path) };
}
