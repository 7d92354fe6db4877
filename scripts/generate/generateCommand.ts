import { join, relative } from 'node:path';
import { OWN_CURATION, readGenerateArguments } from '../util/arguments';
import { compareFolder, writeFolder } from './outputFolder';
import { generate } from './generate';
import { messageOf, type Output } from '../util/terminal';
import type { SourceFile } from './print';
import { reportOn } from './report';

/**
 * Runs `npm run generate` with the arguments that follow it.
 *
 * @returns the exit code: 1 when nothing could be generated, or with `--check` when files are stale.
 */
export async function generateCommand(args: readonly string[], output: Output): Promise<number> {
	try {
		const { spec, out, check } = readGenerateArguments(args);
		const { catalogue, files } = await generate(spec, OWN_CURATION);
		reportOn(catalogue).forEach(output.line);
		return check ? await checkFiles(out, files, output) : await writeFiles(out, files, output);
	} catch (error) {
		output.problem(messageOf(error));
		return 1;
	}
}

async function checkFiles(out: string, files: readonly SourceFile[], output: Output): Promise<number> {
	const { stale, left } = await compareFolder(out, files);
	stale.forEach((file) => output.problem(`stale: ${fromHere(join(out, file))}`));
	left.forEach((file) => output.problem(`no longer generated: ${fromHere(join(out, file))}`));
	if (stale.length + left.length === 0) return 0;
	output.problem('Run `npm run generate` to bring them up to date.');
	return 1;
}

async function writeFiles(out: string, files: readonly SourceFile[], output: Output): Promise<number> {
	const { stale, left } = await writeFolder(out, files);
	output.line(`${files.length} files in ${fromHere(out)}: ${stale.length} changed, ${left.length} removed`);
	return 0;
}

function fromHere(path: string): string {
	return relative(process.cwd(), path) || '.';
}
