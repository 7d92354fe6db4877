import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, the longest first. Two of them mostly wait: for n8n, which wakes executions once a minute. */
const LONG = ['editorTransitions', 'queueMode', 'restart', 'sleepingVideo', 'editorFields'];

/** The longest first, so that no core is idle while the last file runs alone. */
class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification) => {
			const index = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
			return index < 0 ? LONG.length : index;
		};
		const sorted = await super.sort(files);
		return sorted.sort((one, other) => rank(one) - rank(other));
	}
}

export default defineConfig({
	test: {
		include: ['e2e/tests/**/*.test.ts'],
		globalSetup: ['e2e/harness/globalSetup.ts'],
		// A browser, or an n8n with two workers, on two cores that it shares with the other tests.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		expect: { poll: { timeout: 20_000 } },
		pool: 'forks',
		// One more than there are cores: tests wait for n8n, and n8n for the clock.
		maxWorkers: 3,
		sequence: { sequencer: LongestFirst },
	},
});
