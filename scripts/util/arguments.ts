import { parseArgs } from 'node:util';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

const NODE = join(ROOT, 'nodes', 'Decart');

/** The project's own document of the API. */
export const OWN_SPEC = join(ROOT, 'openapi', 'decart.yaml');

export const OWN_CURATION = join(ROOT, 'openapi', 'curation.yaml');

export interface GenerateArguments {
	/** File or URL of the OpenAPI document. */
	readonly spec: string;
	/** Folder that receives the TypeScript. */
	readonly out: string;
	/** Folder that receives the output schemas. */
	readonly schemas: string;
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
			out: { type: 'string' },
			check: { type: 'boolean', default: false },
		},
	});
	const { out, ...rest } = values;
	if (out === undefined)
		return { ...rest, out: join(NODE, 'generated'), schemas: join(NODE, '__schema__') };
	return { ...rest, out, schemas: join(out, '__schema__') };
}
