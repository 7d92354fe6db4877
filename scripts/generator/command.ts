import { relative } from 'node:path';
import { OWN_CURATION, readGenerateArguments } from '../util/arguments';
import { generateNode } from './generateNode';
import {
	compareFolder,
	generatedCode,
	outputSchemaFolder,
	writeFolder,
	type Difference,
	type Target,
} from './outputFolder';
import { readMessage, type Output } from '../util/terminal';
import { reportCuration } from './curationReport';

/**
 * Runs `npm run generate` with the arguments that follow it.
 *
 * @returns the exit code: 1 when nothing could be generated, or with `--check` when files are stale.
 */
export async function generateCommand(args: readonly string[], output: Output): Promise<number> {
	try {
		const { spec, out, schemas: schemaFolder, check } = readGenerateArguments(args);
		const { catalog, files, schemas } = await generateNode(spec, OWN_CURATION);
		reportCuration(catalog).forEach(output.line);
		const targets = [generatedCode(out, files), outputSchemaFolder(schemaFolder, schemas)];
		return check ? await checkFiles(targets, output) : await writeFiles(targets, output);
	} catch (error) {
		output.problem(readMessage(error));
		return 1;
	}
}

async function checkFiles(targets: readonly Target[], output: Output): Promise<number> {
	const differences = await Promise.all(targets.map(async (target) => await compareFolder(target)));
	const { stale, left } = join(differences);
	stale.forEach((file) => output.problem(`stale: ${fromHere(file)}`));
	left.forEach((file) => output.problem(`no longer generated: ${fromHere(file)}`));
	if (stale.length + left.length === 0) return 0;
	output.problem('Run `npm run generate` to bring them up to date.');
	return 1;
}

async function writeFiles(targets: readonly Target[], output: Output): Promise<number> {
	// One after the other: the schemas may lie in the folder of the code, whose files are read before it is written.
	const differences: Difference[] = [];
	for (const target of targets) differences.push(await writeFolder(target));
	const { stale, left } = join(differences);
	const count = targets.flatMap(({ files }) => files).length;
	const folders = targets.map(({ folder }) => fromHere(folder)).join(' and ');
	output.line(`${count} files in ${folders}: ${stale.length} changed, ${left.length} removed`);
	return 0;
}

function join(differences: readonly Difference[]): Difference {
	return {
		stale: differences.flatMap(({ stale }) => stale),
		left: differences.flatMap(({ left }) => left),
	};
}

function fromHere(path: string): string {
	return relative(process.cwd(), path) || '.';
}
