import { describe, inject } from 'vitest';
import { clientWith } from '../../scripts/n8n/client';
import type { N8n } from '../../scripts/n8n/launch';
import { chosenVersions, type Version } from '../../scripts/n8n/versions';
import type { BinaryMode, SharedN8n } from './servers';

/** Describes something that is to hold in every version, in the n8n that all tests share. */
export function inEveryN8n(what: string, tests: (n8n: N8n) => void): void {
	for (const { n8n: version } of chosenVersions()) {
		const shared = inject('n8n')[version];
		if (!shared) throw new Error(`No n8n ${version} was started`);
		describe(`${what}, in n8n ${version}`, () => tests(connect(version, shared)));
	}
}

/** The n8n of a version that keeps files in a certain place, which all tests that ask for it share. */
export async function sharedN8n({ n8n: version }: Version, mode: BinaryMode): Promise<N8n> {
	const answer = await fetch(`${inject('servers')}/${version}/${mode}`);
	if (!answer.ok) throw new Error(await answer.text());
	return connect(version, (await answer.json()) as SharedN8n);
}

function connect(version: string, { url, cookie, folder, files }: SharedN8n): N8n {
	return { version, url, api: clientWith(url, cookie), folder, files };
}
