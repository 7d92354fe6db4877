import type { TestProject } from 'vitest/node';
import { installN8n } from '../../scripts/n8n/install';
import { startN8n } from '../../scripts/n8n/launch';
import { chosenVersions } from '../../scripts/n8n/versions';

/** What a test needs to know of the n8n that all tests share. */
export interface SharedN8n {
	readonly url: string;
	readonly cookie: string;
	readonly folder: string;
	readonly files: string;
}

declare module 'vitest' {
	// By version.
	export interface ProvidedContext {
		n8n: Record<string, SharedN8n>;
	}
}

/** Starts one n8n of each version for all tests, and ends them after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const silent = () => undefined;
	const installed = await Promise.all(
		chosenVersions().map(async (version) => await installN8n(version, silent)),
	);
	const starts = await Promise.allSettled(installed.map(async (version) => await startN8n(version)));
	const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
	const failed = starts.find((start) => start.status === 'rejected');
	if (failed) {
		await Promise.all(started.map(async (n8n) => await n8n.stop()));
		throw failed.reason;
	}
	project.provide(
		'n8n',
		Object.fromEntries(
			started.map(({ version, url, api, folder, files }) => [
				version,
				{ url, cookie: api.cookie, folder, files },
			]),
		),
	);
	return async () => {
		const keepLog = project.vitest.state.getCountOfFailedTests() > 0;
		await Promise.all(started.map(async (n8n) => await n8n.stop({ keepLog })));
	};
}
