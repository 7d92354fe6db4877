import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DecartApi } from '../../credentials/DecartApi.credentials';
import { renderPages } from '../../scripts/readme/pages';
import { listAnchors, codeBlocks, PAGES, readPage, ROOT, scripts } from './support';

/** What a command in a page may begin with, besides a script of the package. */
const COMMANDS = [
	/^npm ci$/,
	/^npm test$/,
	/^npm pack$/,
	/^npm install --ignore-scripts --legacy-peer-deps \/path\/to\//,
];

describe.each(PAGES)('%s', (page) => {
	const text = readPage(page);

	it('names only scripts that the package has', () => {
		const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
		expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
	});

	it('gives only commands that work as they stand', () => {
		const commands = codeBlocks(text, 'sh')
			.flatMap((block) => block.trim().split('\n'))
			.flatMap((line) => line.split(' && '));
		const unknown = commands.filter(
			(command) => !/^npm run /.test(command) && !COMMANDS.some((known) => known.test(command)),
		);
		expect(unknown).toEqual([]);
	});

	it('has JSON that can be read', () => {
		for (const block of codeBlocks(text, 'json'))
			expect(() => JSON.parse(block) as unknown).not.toThrow();
	});

	it('links to files and headings that exist', () => {
		const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
		const local = targets.filter((target) => !/^[a-z]+:/.test(target));
		const dead = local.filter((target) => !exists(page, target));
		expect(dead).toEqual([]);
	});
});

it.each(PAGES.filter((page) => page.startsWith('docs/')))('%s is one screen: at most 450 words', (page) => {
	const words = readPage(page).split(/\s+/);
	expect(words.filter((word) => /[\p{L}\p{N}]/u.test(word)).length).toBeLessThanOrEqual(450);
});

it('The README and docs/ have the tables that the code has', async () => {
	const pages = await renderPages();
	expect(pages.filter(({ before, after }) => before !== after).map(({ path }) => path)).toEqual([]);
});

it('CONTRIBUTING lists every command that a person may need', () => {
	const text = readPage('CONTRIBUTING.md');
	const listed = Object.keys(scripts).filter((name) => !['check:types', 'test'].includes(name));
	expect(listed.filter((name) => !text.includes(`npm run ${name}`))).toEqual([]);
});

describe('The README', () => {
	const text = readPage('README.md');

	it('has the heading that the credential points to', () => {
		const [, anchor = ''] = new DecartApi().documentationUrl.split('#');
		expect(listAnchors(text)).toContain(anchor);
	});

	it('has at most 1,800 words', () => {
		expect(text.split(/\s+/).length).toBeLessThanOrEqual(1800);
	});

	it('links every page of docs/', () => {
		const pages = PAGES.filter((page) => page.startsWith('docs/'));
		expect(pages.filter((page) => !text.includes(`](${page}`))).toEqual([]);
	});

	it('passes no image of the stand-in off as one of Decart', () => {
		expect(text).toContain("is not what Decart's models do");
	});
});

function exists(page: string, target: string): boolean {
	const [path = '', anchor] = target.split('#');
	const file = path === '' ? page : join(dirname(page), path);
	if (!existsSync(join(ROOT, file))) return false;
	return anchor === undefined || listAnchors(readPage(file)).includes(anchor);
}
