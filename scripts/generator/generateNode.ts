import { readCatalog, type Catalog } from './catalog';
import { loadCuration } from './curation';
import { formatted } from './format';
import { loadLocatedSpec } from '../../openapi/load';
import { generateOutputSchemas } from './generateOutputSchemas';
import { printCatalog, type SourceFile } from './printTypeScript';

export interface Generated {
	readonly catalog: Catalog;
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
export async function generateNode(spec: string, curation: string): Promise<Generated> {
	const catalog = readCatalog(await loadLocatedSpec(spec), await loadCuration(curation));
	const format = async (files: readonly SourceFile[]) => await Promise.all(files.map(formatted));
	return {
		catalog,
		files: await format(printCatalog(catalog.operations)),
		schemas: await format(generateOutputSchemas(catalog.operations)),
	};
}
