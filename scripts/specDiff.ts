/**
 * `npm run spec:diff -- FILE|URL`
 *
 * Compares the project's OpenAPI document with another of the same API and prints what is added, removed and changed
 * in ours, one a line. Ends with 0 when nothing of theirs is missing or different, else with 1, and with 2 when there
 * is nothing to compare.
 */
import { OWN_SPEC } from './spec/arguments';
import { diffSpecs, isBroken } from './spec/diff';
import { line } from './spec/difference';
import { loadSpec } from './spec/load';

async function main([source, ...more]: readonly string[]): Promise<number> {
	if (source === undefined || source.startsWith('-') || more.length > 0) {
		throw new Error('Usage: npm run spec:diff -- FILE|URL');
	}
	const differences = diffSpecs(await loadSpec(source), await loadSpec(OWN_SPEC));
	differences.forEach((difference) => console.log(line(difference)));
	return isBroken(differences) ? 1 : 0;
}

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 2;
	},
);
