import { describe, inject } from 'vitest';
import { clientWith } from '../../scripts/n8n/client';
import type { N8n } from '../../scripts/n8n/launch';
import { chosenVersions } from '../../scripts/n8n/versions';

/** Describes something that is to hold in every version, in the n8n that all tests share. */
export function inEveryN8n(what: string, tests: (n8n: N8n) => void): void {
	for (const { n8n: version } of chosenVersions()) {
		const shared = inject('n8n')[version];
		if (!shared) throw new Error(`No n8n ${version} was started`);
		const { url, cookie, folder, files } = shared;
		describe(`${what}, in n8n ${version}`, () =>
			tests({ version, url, api: clientWith(url, cookie), folder, files }));
	}
}
