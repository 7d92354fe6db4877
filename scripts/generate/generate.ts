import { readCatalogue, type Catalogue } from './catalog';
import { loadCuration } from './curation';
import { formatted } from './format';
import { loadLocatedSpec } from '../../openapi/load';
import { outputSchemas } from './outputSchemas';
import { printCatalogue, type SourceFile } from './print';

export interface Generated {
	readonly catalogue: Catalogue;
	/** TypeScript: models, parameters and validation rules. */
	readonly files: readonly SourceFile[];
	/** What n8n's editor reads of every operation's output. */
	readonly schemas: readonly SourceFile[];
}

/**
 * From the sources of a document and of a curation to formatted TypeScript and JSON. Nothing is written.
 *
 * @throws when either cannot be read, or says something that the node cannot follow.
 */
export async function generate(spec: string, curation: string): Promise<Generated> {
	const catalogue = readCatalogue(await loadLocatedSpec(spec), await loadCuration(curation));
	const format = async (files: readonly SourceFile[]) => await Promise.all(files.map(formatted));
	return {
		catalogue,
		files: await format(printCatalogue(catalogue.operations)),
		schemas: await format(outputSchemas(catalogue.operations)),
	};
}
