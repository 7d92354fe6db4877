import type { TestProject } from 'vitest/node';
import { installN8n } from '../../scripts/n8n/install';
import { chosenVersions } from '../../scripts/n8n/versions';
import { openServers, WITH_EDITOR, type SharedN8n } from './servers';

declare module 'vitest' {
	export interface ProvidedContext {
		/** By version: the n8n that has an editor, and keeps files in the filesystem. */
		n8n: Record<string, SharedN8n>;
		/** Where a test asks for one that keeps them elsewhere. */
		servers: string;
	}
}

/** Starts one n8n of the project's version for all tests, more of them when a test asks, and ends them after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const silent = () => undefined;
	const installed = await Promise.all(
		chosenVersions(project.config.env.E2E_ONLY).map(async (version) => await installN8n(version, silent)),
	);
	const servers = await openServers(installed);
	const starts = await Promise.allSettled(
		installed.map(async ({ version }) => [version, await servers.start(version, WITH_EDITOR)] as const),
	);
	const failed = starts.find((start) => start.status === 'rejected');
	if (failed) {
		await servers.close();
		throw failed.reason;
	}
	const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
	project.provide('n8n', Object.fromEntries(started));
	project.provide('servers', servers.url);
	return async () => {
		await servers.close({ keepLog: project.vitest.state.getCountOfFailedTests() > 0 });
	};
}
