import { OWN_SPEC } from '../util/arguments';
import { diffSpecs, isBroken } from './diffSpecs';
import { line } from './difference';
import { loadSpec } from '../../openapi/load';
import { readMessage, type Output } from '../util/terminal';

/**
 * Runs `npm run spec:diff` with the arguments that follow it.
 *
 * @returns the exit code: 0 when nothing of theirs is missing or different in ours, else 1, and 2 when there is
 * nothing to compare.
 */
export async function diffCommand(args: readonly string[], output: Output): Promise<number> {
	const [source, ...more] = args;
	if (source === undefined || source.startsWith('-') || more.length > 0) {
		output.problem('Usage: npm run spec:diff -- FILE|URL');
		return 2;
	}
	try {
		const differences = diffSpecs(await loadSpec(source), await loadSpec(OWN_SPEC));
		differences.forEach((difference) => output.line(line(difference)));
		return isBroken(differences) ? 1 : 0;
	} catch (error) {
		output.problem(readMessage(error));
		return 2;
	}
}
