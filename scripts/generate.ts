/**
 * `npm run generate [-- --check] [--spec FILE|URL] [--out DIR]`
 *
 * Writes the node's models, parameters and validation rules from the API's OpenAPI document and the curation.
 * With --check it writes nothing and ends with 1 when the files that are there are not what it would write.
 */
import { join, relative } from 'node:path';
import { OWN_CURATION, readGenerateArguments, type GenerateArguments } from './spec/arguments';
import { compareFolder, writeFolder } from './spec/folder';
import { generate } from './spec/generate';
import { reportOn } from './spec/report';

async function main(): Promise<number> {
	const { spec, out, check } = readGenerateArguments(process.argv.slice(2));
	const { catalogue, files } = await generate(spec, OWN_CURATION);
	reportOn(catalogue).forEach((line) => console.log(line));
	return check ? checkFiles(out, files) : writeFiles(out, files);
}

async function checkFiles(
	out: GenerateArguments['out'],
	files: Parameters<typeof compareFolder>[1],
): Promise<number> {
	const { stale, left } = await compareFolder(out, files);
	const name = (file: string) => relative(process.cwd(), join(out, file));
	stale.forEach((file) => console.error(`stale: ${name(file)}`));
	left.forEach((file) => console.error(`no longer generated: ${name(file)}`));
	if (stale.length + left.length === 0) return 0;
	console.error('Run `npm run generate` to bring them up to date.');
	return 1;
}

async function writeFiles(
	out: GenerateArguments['out'],
	files: Parameters<typeof writeFolder>[1],
): Promise<number> {
	const { stale, left } = await writeFolder(out, files);
	const changes = `${stale.length} changed, ${left.length} removed`;
	console.log(`${files.length} files in ${relative(process.cwd(), out) || '.'}: ${changes}`);
	return 0;
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
