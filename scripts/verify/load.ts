import '../engine/environment';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import type { INodeTypeDescription } from 'n8n-workflow';
import type { Finding } from './finding';

const PACKAGE = 'n8n-nodes-decart';

type Icons = string | { readonly light: string; readonly dark: string } | undefined;

/** Loads the package with n8n's own loader, and checks that n8n would offer the node and the credential. */
export async function checkLoads(folder: string): Promise<Finding[]> {
	const loader = new PackageDirectoryLoader(folder);
	try {
		await loader.loadAll();
	} catch (error) {
		return [{ where: 'package', what: `n8n cannot load it: ${String(error)}` }];
	}
	const node = loader.nodeTypes.decart?.type.description as INodeTypeDescription | undefined;
	const credential = loader.credentialTypes.decartApi?.type;
	if (!node || !credential)
		return [{ where: 'package', what: 'It brings no node decart, or no decartApi' }];
	const problems = [
		...(loader.packageName === PACKAGE ? [] : [`It is called ${loader.packageName}`]),
		...(node.properties.length > 0 ? [] : ['The node has no parameters']),
		...(node.usableAsTool ? [] : ['The node cannot be an AI agent’s tool']),
		...missingIcons('The node', node.iconUrl, folder),
		...missingIcons('The credential', credential.iconUrl, folder),
		...(credential.test ? [] : ['The credential has no test']),
		...(credential.documentationUrl?.startsWith('https://') ? [] : ['The credential has no help page']),
	];
	return problems.map((what) => ({ where: 'package', what }));
}

/** n8n serves icons as `icons/{package}/{path}`. */
function missingIcons(owner: string, icons: Icons, folder: string): string[] {
	if (icons === undefined || typeof icons === 'string') return [`${owner} has no light and dark icon`];
	return Object.values(icons)
		.map((url) => url.replace(`icons/${PACKAGE}/`, ''))
		.filter((path) => !existsSync(join(folder, path)))
		.map((path) => `${owner} has no icon ${path}`);
}
