import { parseArgs } from 'node:util';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** The project's own document of the API. */
export const OWN_SPEC = join(ROOT, 'openapi', 'decart.yaml');

export const OWN_CURATION = join(ROOT, 'openapi', 'curation.yaml');

export interface GenerateArguments {
	/** File or URL of the OpenAPI document. */
	readonly spec: string;
	/** Folder that receives the files. */
	readonly out: string;
	/** Only compare, write nothing. */
	readonly check: boolean;
}

/**
 * Reads the command line of `npm run generate`.
 *
 * @throws when it has an argument that the command does not know.
 */
export function readGenerateArguments(args: readonly string[]): GenerateArguments {
	const { values } = parseArgs({
		args: [...args],
		options: {
			spec: { type: 'string', default: OWN_SPEC },
			out: { type: 'string', default: join(ROOT, 'nodes', 'Decart', 'generated') },
			check: { type: 'boolean', default: false },
		},
	});
	return values;
}
