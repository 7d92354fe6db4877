import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const UNIT = 'test/unit/**/*.test.ts';
const ENGINE = ['test/engine/**/*.test.ts', 'test/faults/**/*.test.ts', 'test/wire/**/*.test.ts'];

export default defineConfig({
	// The engine, the built node and the tests are to share one copy of n8n-workflow: the CommonJS one.
	resolve: { alias: { 'n8n-workflow': createRequire(import.meta.url).resolve('n8n-workflow') } },
	test: {
		setupFiles: ['test/support/setup.ts'],
		// The engine and the sandbox are real, and a run shares two cores with them.
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		maxWorkers: 2,
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
