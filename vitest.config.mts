import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, by waiting for servers, processes and timers; then what runs in n8n's engine. */
const LONGEST = [/\/test\/(?:bench|memory|faults|engine\/objectStore)\b/, /\/test\/(?!unit\/)/];

/** The longest first, so that no core is idle while the last file runs alone. */
class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification) =>
			[...LONGEST, /(?:)/].findIndex((files) => files.test(moduleId));
		const sorted = await super.sort(files);
		return sorted.sort((one, other) => rank(one) - rank(other));
	}
}

export default defineConfig({
	// The engine, the built node and the tests are to share one copy of n8n-workflow: the CommonJS one.
	resolve: { alias: { 'n8n-workflow': createRequire(import.meta.url).resolve('n8n-workflow') } },
	test: {
		include: ['test/**/*.test.ts'],
		globalSetup: ['scripts/util/temporaryFolder.ts'],
		setupFiles: ['test/support/setup.ts'],
		// The engine and the sandbox are real, and a run shares two cores with them.
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		// Two more than there are cores: tests wait for servers and for processes of their own.
		maxWorkers: 4,
		// Loading n8n-core takes longer than most files: they share their process, and leave nothing behind in it.
		isolate: false,
		// n8n's lint rules take `test` for their own tests, where they hold for files of any name.
		env: { NODE_ENV: 'production' },
		sequence: { sequencer: LongestFirst },
	},
});
