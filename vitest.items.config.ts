import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

// `npm run test:items`. It measures time, so it is not among what `npm test` runs.
export default defineConfig({
	resolve: { alias: { 'n8n-workflow': createRequire(__filename).resolve('n8n-workflow') } },
	test: {
		include: ['test/items/*.items.ts'],
		setupFiles: ['test/support/setup.ts'],
		pool: 'forks',
		testTimeout: 1_800_000,
	},
});
