import { createRequire } from 'node:module';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { chosenVersions, CURRENT } from '../scripts/n8n/versions';

/** What takes longest, the longest first. Some of them mostly wait: for n8n, which wakes executions once a minute. */
const LONG = [
	'editorTransitions',
	'restart',
	'sleepingVideo',
	'queueMode',
	'editorFields',
	'editorCredential',
	'agentAskFirst',
	'editorFailure',
	'retry',
	'agentEditUpload',
	'videoQueue',
];

/**
 * The longest first, so that no core is idle while the last file runs alone. Else files of one version follow each
 * other, as they share their process.
 */
class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification) => {
			const index = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
			return index < 0 ? LONG.length : index;
		};
		const sorted = await super.sort(files);
		return sorted.sort(
			(one, other) =>
				Number(rank(other) === 0) - Number(rank(one) === 0) ||
				one.project.name.localeCompare(other.project.name, 'en') ||
				rank(one) - rank(other),
		);
	}
}

export default defineConfig({
	// As it is: vitest would transform each file of the other build, which is for bundlers.
	resolve: { alias: { 'n8n-workflow': createRequire(import.meta.url).resolve('n8n-workflow') } },
	test: {
		// A browser, or an n8n with two workers, on two cores that it shares with the other tests.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		expect: { poll: { timeout: 20_000 } },
		pool: 'forks',
		// Two more than there are cores: tests wait for n8n, and n8n for the clock.
		maxWorkers: 4,
		sequence: { sequencer: LongestFirst },
		projects: chosenVersions().map(({ n8n }) => ({
			extends: true,
			test: {
				name: `n8n ${n8n}`,
				env: { E2E_ONLY: n8n },
				include: ['e2e/tests/**/*.test.ts'],
				// `npm run dev` opens one version only.
				exclude: [
					...configDefaults.exclude,
					...(n8n === CURRENT.n8n ? [] : ['e2e/tests/dev.test.ts']),
				],
				globalSetup: ['e2e/harness/globalSetup.ts'],
				// Loading what they share takes longer than many of them.
				isolate: false,
			},
		})),
	},
});
