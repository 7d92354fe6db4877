import { checkCodex } from './codex';
import { checkContents } from './contents';
import type { Finding } from './finding';
import { checkIcons } from './icons';
import { checkLoads } from './load';
import { packAndUnpack } from './pack';
import { PACKAGE_FILES, scan, SOURCE_FILES } from './scan.mjs';

/** One check, and what it found. */
export interface Check {
	readonly name: string;
	/** How much was checked, in words. */
	readonly extent: string;
	readonly findings: readonly Finding[];
}

/**
 * Packs the built package and holds source and package to what n8n's verification asks for, and to what a user
 * may expect. What depends on the publishing itself, the provenance statement, is not checked.
 */
export async function verifyPackage(root: string): Promise<Check[]> {
	const unpacked = await packAndUnpack(root);
	try {
		const { folder, files, unpackedSize } = unpacked;
		const source = await scan(root, SOURCE_FILES);
		const shipped = await scan(folder, PACKAGE_FILES);
		return [
			{
				name: 'n8n’s scan of the source',
				extent: `${source.scanned} files`,
				findings: source.findings,
			},
			{
				name: 'n8n’s scan of the package',
				extent: `${shipped.scanned} files`,
				findings: shipped.findings,
			},
			{
				name: 'contents of the package',
				extent: `${files.length} files, ${unpackedSize} bytes`,
				findings: checkContents(unpacked, root),
			},
			{ name: 'search words and categories', extent: '1 file', findings: checkCodex(folder) },
			{ name: 'icons, light and dark', extent: '4 files', findings: await checkIcons(folder) },
			{ name: 'n8n’s package loader', extent: '1 package', findings: await checkLoads(folder) },
		];
	} finally {
		await unpacked.remove();
	}
}
