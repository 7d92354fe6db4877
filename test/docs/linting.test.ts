import { describe, expect, it } from 'vitest';
import { listSourceFiles, readSource } from '../support/imports';

/** Suites that measure the machine, as `.oxlintrc.jsonc` has them. */
const MEASURING = /^test\/(?:items|memory)\//;
/** `new Date()` and `Date()`; of a moment that is given, a test may make what it likes. */
const TIME_OF_DAY = /\bDate\(\)/;
/** Comments by which oxlint and tsc would look away. */
const DIRECTIVE = /oxlint-(?:disable|enable)|@ts-(?:ignore|nocheck|expect-error)/;

const THIS_FILE = 'test/docs/linting.test.ts';
const sources = listSourceFiles().filter((path) => path !== THIS_FILE);

/** Where a source holds what a pattern describes. */
function findLines(pattern: RegExp, paths: readonly string[]): string[] {
	return paths.flatMap((path) =>
		(readSource(path) ?? '')
			.split('\n')
			.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
	);
}

describe('What no rule of the linter says', () => {
	it('no comment turns a rule or the compiler off', () => {
		expect(findLines(DIRECTIVE, sources)).toEqual([]);
	});

	it('no test reads the time of day', () => {
		const tests = sources.filter((path) => path.startsWith('test/') && !MEASURING.test(path));
		expect(tests.length).toBeGreaterThan(100);
		expect(findLines(TIME_OF_DAY, tests)).toEqual([]);
	});

	it.each([
		['const now = new Date();', TIME_OF_DAY],
		["expect(Date()).toBe('');", TIME_OF_DAY],
		['// oxlint-disable-next-line no-var', DIRECTIVE],
		['// @ts-ignore', DIRECTIVE],
	])('are found: %s', (line, pattern) => {
		expect(line).toMatch(pattern);
	});
});
