import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['e2e/tests/**/*.test.ts'],
		globalSetup: ['e2e/harness/globalSetup.ts'],
		// A browser, or an n8n with two workers, on two cores that it shares with the other tests.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		pool: 'forks',
		maxWorkers: 2,
	},
});
