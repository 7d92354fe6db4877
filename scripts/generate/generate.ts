import { readCatalogue, type Catalogue } from './catalog';
import { loadCuration } from './curation';
import { formatted } from './format';
import { loadLocatedSpec } from '../../openapi/load';
import { printCatalogue, type SourceFile } from './print';

export interface Generated {
	readonly catalogue: Catalogue;
	readonly files: readonly SourceFile[];
}

/**
 * From the sources of a document and of a curation to formatted TypeScript. Nothing is written.
 *
 * @throws when either cannot be read, or says something that the node cannot follow.
 */
export async function generate(spec: string, curation: string): Promise<Generated> {
	const catalogue = readCatalogue(await loadLocatedSpec(spec), await loadCuration(curation));
	return { catalogue, files: await Promise.all(printCatalogue(catalogue.operations).map(formatted)) };
}
