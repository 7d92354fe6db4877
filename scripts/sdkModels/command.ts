import { readMessage, type Output } from '../util/terminal';
import { findMissingModels, PINNED_SDK, readSdkModels } from './readSdkModels';

/**
 * Runs `npm run sdk:models` with the arguments that follow it.
 *
 * @returns the exit code: 0 when the node has every model of the SDK, else 1, and 2 when there is nothing to compare.
 */
export async function sdkModelsCommand(args: readonly string[], output: Output): Promise<number> {
	const [folder = PINNED_SDK, ...more] = args;
	if (folder.startsWith('-') || more.length > 0) {
		output.problem('Usage: npm run sdk:models [-- FOLDER]');
		return 2;
	}
	try {
		const { version, models } = await readSdkModels(folder);
		const missing = findMissingModels(models);
		missing.forEach(({ kind, name }) => output.line(`missing: ${name} (${kind})`));
		output.line(
			`@decartai/sdk ${version}: ${models.length} models for images and videos, ${missing.length} missing`,
		);
		return missing.length === 0 ? 0 : 1;
	} catch (error) {
		output.problem(readMessage(error));
		return 2;
	}
}
