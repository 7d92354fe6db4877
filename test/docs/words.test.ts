import { describe, expect, it } from 'vitest';
import { listFiles, listSourceFiles, readSource } from '../support/imports';

/** Files that are not ours to word, or that read what others have worded. */
const OTHERS_WORDS = [
	/^openapi\/decart\.yaml$/,
	/^nodes\/Decart\/generated\//,
	/package-lock\.json$/,
	// It recognizes the words of Decart's descriptions.
	/^scripts\/generator\/guessOperation\.ts$/,
	// What people may type into n8n's search.
	/^nodes\/Decart\/Decart\.node\.json$/,
	// They try that these words are refused.
	/^test\/docs\/words\.test\.ts$/,
	/^test\/engine\/editorLabels\.test\.ts$/,
];
const TEXT = /\.(ts|mts|mjs|cjs|js|md|ya?ml|json|sh)$|^\.ci\/run$/;

/** What is said here in another way, and how. */
const REPLACED: Readonly<Record<string, RegExp>> = {
	image: /picture/i,
	truncated: /\bcut short\b/i,
	'billed, submitted, request': /purchas|bought|\bbuy(s|ing)?\b/i,
	'limiter, backoff': /\bpace\b/i,
	'timeout, grace': /\bpatience\b/i,
	'poll a job': /\blooks? at (a|the|its) jobs?\b/i,
	'other origin': /\bforeign\b(?! key)/i,
	completeness: /wholeness/i,
	context: /surroundings/i,
	'reported, specific': /\btold\b|UNTOLD|[a-z]Told|believ/i,
	'fault match, outcome': /\bstruck\b|\bstrikes?\b|\bfate\b/i,
	'connection policy': /\bwelcome[ds]?\b/i,
};

const BRITISH = new RegExp(
	[
		'\\b(behavi|col|fav|hon|neighb)our',
		'\\bcancell(ed|ing)\\b',
		'\\b(label|model|signal|travel)l(ed|ing)\\b',
		'\\b(author|custom|human|initial|minim|maxim|normal|optim|organ|recogn|serial|summar|util)is(e|es|ed|ing|ation)\\b',
		'\\banalys(e|es|ed|ing)\\b',
		'\\bcatalogues?\\b',
		'\\b(cent|met|theat)re\\b',
		'\\bgrey\\b',
		'\\b(whilst|amongst)\\b',
	].join('|'),
	'i',
);

/** Decart's own word for a job's status, a code of the node's contract, and what names them. */
const CONTRACT = /'[Cc]ancelled'|`cancelled`|\bCANCELLED\b/g;

const files = listFiles().filter(
	(path) => TEXT.test(path) && !OTHERS_WORDS.some((pattern) => pattern.test(path)),
);

/** The lines in which something is found, with where they stand. */
function findLines(pattern: RegExp, paths: readonly string[] = files): string[] {
	return paths.flatMap((path) =>
		(readSource(path) ?? '')
			.split('\n')
			.map((line, index) => ({ line: line.replace(CONTRACT, ''), at: `${path}:${index + 1}` }))
			.filter(({ line }) => pattern.test(line))
			.map(({ line, at }) => `${at} ${line.trim()}`),
	);
}

describe('The words of the field', () => {
	it.each(Object.entries(REPLACED))('say "%s" and nothing of our own', (_word, pattern) => {
		expect(findLines(pattern)).toEqual([]);
	});

	it('are spelled as in America', () => {
		expect(findLines(BRITISH)).toEqual([]);
	});
});

describe('Names', () => {
	const sources = listSourceFiles();

	it('of functions begin with what they do, and do not end in "Of"', () => {
		expect(findLines(/\b(function|const) \w+Of\b/, sources)).toEqual([]);
	});

	it('of functions that are shipped stand in one file each', () => {
		const found = new Map<string, string[]>();
		for (const path of sources.filter((source) => /^(nodes|credentials)\//.test(source))) {
			const names = (readSource(path) ?? '').matchAll(/^export (?:async )?function\*? (\w+)/gm);
			for (const [, name = ''] of names) found.set(name, [...(found.get(name) ?? []), path]);
		}
		expect(found.size).toBeGreaterThan(100);
		expect([...found].filter(([, paths]) => paths.length > 1)).toEqual([]);
	});
});
