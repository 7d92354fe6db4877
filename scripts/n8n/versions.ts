/** An n8n that the node is tried in, and the Node.js that it runs on. */
export interface Version {
	readonly n8n: string;
	readonly node: string;
}

/** The oldest n8n that is tried, then a current one. Each has a folder with its dependencies beside this one. */
export const VERSIONS: readonly Version[] = [
	{ n8n: '2.8.4', node: '20.20.2' },
	{ n8n: '2.41.1', node: '24.21.0' },
];

/** The n8n that `npm run dev` opens. */
export const CURRENT: Version = { n8n: '2.41.1', node: '24.21.0' };

/** The versions that this run is about: all, or the one that `E2E_ONLY` names. */
export function chosenVersions(only = process.env.E2E_ONLY): readonly Version[] {
	if (!only) return VERSIONS;
	const chosen = VERSIONS.filter(({ n8n }) => n8n === only);
	if (chosen.length > 0) return chosen;
	throw new Error(
		`There is no n8n ${only} to test with; there is ${VERSIONS.map(({ n8n }) => n8n).join(' and ')}`,
	);
}
