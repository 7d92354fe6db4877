import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** The pages that people read, by their paths. */
export const PAGES = [
	'README.md',
	...readdirSync(join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
	'CONTRIBUTING.md',
	'SECURITY.md',
	'CHANGELOG.md',
	'examples/README.md',
];

/** The pages for users of the node. */
export const USER_PAGES = PAGES.filter((page) => page === 'README.md' || page.startsWith('docs/'));

export function readPage(path: string): string {
	return readFileSync(join(ROOT, path), 'utf8');
}

/** The contents of the code blocks in a language, in order. */
export function codeBlocks(markdown: string, language: string): string[] {
	const blocks = markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'));
	return [...blocks].map(([, content = '']) => content);
}

/** The anchors that GitHub gives to a page's headings. */
export function listAnchors(markdown: string): string[] {
	const headings = markdown.replace(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm);
	return [...headings].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

export const { scripts } = JSON.parse(readPage('package.json')) as { scripts: Record<string, string> };

/** The workflows in `examples/`, by their file names. */
export const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.json'));
