import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const UNIT = 'test/unit/**/*.test.ts';
const ENGINE = ['test/engine/**/*.test.ts', 'test/faults/**/*.test.ts', 'test/wire/**/*.test.ts'];

const PROJECTS = ['whole', 'engine', 'unit'];
const LONG = /\/test\/(?:bench|memory|package|scripts\/demo|faults|engine\/objectStore)\b/;

/** The longest first, so that no core is idle while the last file runs alone. */
class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ project, moduleId }: TestSpecification) =>
			PROJECTS.indexOf(project.name) - (LONG.test(moduleId) ? 0.5 : 0);
		const sorted = await super.sort(files);
		return sorted.sort((one, other) => rank(one) - rank(other));
	}
}

export default defineConfig({
	// The engine, the built node and the tests are to share one copy of n8n-workflow: the CommonJS one.
	resolve: { alias: { 'n8n-workflow': createRequire(import.meta.url).resolve('n8n-workflow') } },
	test: {
		setupFiles: ['test/support/setup.ts'],
		// The engine and the sandbox are real, and a run shares two cores with them.
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		// One more than there are cores: tests wait for servers and for processes of their own.
		maxWorkers: 3,
		sequence: { sequencer: LongestFirst },
		projects: [
			// Loading n8n-core takes longer than most of these: files share their process, and leave nothing behind in it.
			{ extends: true, test: { name: 'unit', include: [UNIT], isolate: false } },
			{ extends: true, test: { name: 'engine', include: ENGINE, isolate: false } },
			{
				extends: true,
				test: {
					name: 'whole',
					include: ['test/**/*.test.ts'],
					exclude: [UNIT, ...ENGINE],
					isolate: false,
					// n8n's lint rules take `test` for their own tests, where they hold for files of any name.
					env: { NODE_ENV: 'production' },
				},
			},
		],
	},
});
