import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding';

/** What a user who has never heard of Decart types into n8n's node search. */
const SEARCHES = ['image', 'video', 'restyle', 'style transfer', 'virtual try-on', 'AI'];

/** The categories that n8n's documentation gives to community nodes ("Codex files", "Node categories"). */
const CATEGORIES = new Set([
	'Analytics',
	'Communication',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing & Content',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
]);

interface Codex {
	readonly node?: string;
	readonly categories?: readonly string[];
	readonly alias?: readonly string[];
	readonly resources?: Readonly<Record<string, readonly { readonly url: string }[]>>;
}

/** Checks the file by which n8n's node panel finds and places the node. */
export function checkCodex(folder: string): Finding[] {
	const where = 'dist/nodes/Decart/Decart.node.json';
	const codex = JSON.parse(readFileSync(join(folder, where), 'utf8')) as Codex;
	const alias = codex.alias ?? [];
	const problems = [
		...(codex.node === 'n8n-nodes-decart.decart' ? [] : ['It is not about n8n-nodes-decart.decart']),
		...SEARCHES.filter((word) => !alias.includes(word)).map((word) => `"${word}" does not find the node`),
		...(codex.categories?.length ? [] : ['It has no category']),
		...(codex.categories ?? [])
			.filter((category) => !CATEGORIES.has(category))
			.map((category) => `n8n gives community nodes no category "${category}"`),
		...['primaryDocumentation', 'credentialDocumentation']
			.filter((name) => !codex.resources?.[name]?.every(({ url }) => url.startsWith('https://')))
			.map((name) => `${name} has no https URL`),
	];
	return problems.map((what) => ({ where, what }));
}
