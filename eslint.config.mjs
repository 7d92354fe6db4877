// Two sets of rules. What ships (nodes, credentials, package.json) is held to n8n's own: the same plugins,
// rule sets and exceptions that n8n's verification scan applies, inline disables ignored. Everything is held
// to typescript-eslint's, and imports go in one direction everywhere.
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { defineConfig, globalIgnores } from 'eslint/config';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';
import { scanRules } from './scripts/verify/scanRules.mjs';

const shipped = ['package.json', 'nodes/**/*.{ts,json}', 'credentials/**/*.{ts,json}'];

/** `[folder, the folders that it may import from]`; every folder may read what is named types.ts. */
const nodeArrows = [
	['transport', ['generated', 'transport']],
	['batch', ['generated', 'batch', 'transport']],
	['media', ['generated', 'media', 'transport']],
	['operation', ['generated', 'operation', 'media', 'transport', 'batch']],
	['jobs', ['generated', 'jobs', 'operation', 'media', 'transport', 'batch']],
	['generation', ['generated', 'generation', 'jobs', 'operation', 'media', 'transport', 'batch']],
	['generated', ['generated']],
];
const nodeFolders = [...nodeArrows.map(([folder]) => folder), 'actions'];

/** The rooms of the sandbox from the bottom to the top: each may import from those before it. */
const sandboxFolders = ['util', 'http', 'media', 'faults', 'multipart', 'openapi', 'store', 'api', 'server'];
const sandboxArrows = sandboxFolders.map((folder, index) => [folder, sandboxFolders.slice(0, index + 1)]);

const areaArrows = [
	['nodes', ['nodes']],
	['credentials', ['credentials', 'nodes']],
	['openapi', ['openapi']],
	['sandbox', ['sandbox', 'openapi', 'nodes']],
	['scripts', ['scripts', 'sandbox', 'openapi', 'nodes', 'credentials']],
	['bench', ['bench', 'scripts', 'sandbox', 'openapi', 'nodes', 'credentials']],
	['e2e', ['e2e', 'scripts', 'sandbox', 'openapi', 'nodes', 'credentials']],
];
const areas = [...areaArrows.map(([area]) => area), 'test'];

/** The zones of `import-x/no-restricted-paths`: what lies in a folder may not come from another than the allowed. */
function zones(base, arrows, folders) {
	const above = (allowed) => folders.filter((other) => !allowed.includes(other));
	return arrows
		.filter(([, allowed]) => above(allowed).length > 0)
		.map(([folder, allowed]) => ({
			target: `${base}/${folder}`,
			from: above(allowed).map((other) => `${base}/${other}`),
			message: `${folder} stands below what it imports here; see test/docs/architecture.test.ts.`,
		}));
}

const MEASURES_MACHINE =
	'A test that fails on a busy machine tells nothing: test order, counts or a virtual clock.';

/** Clocks and memory differ from one machine to the next: only the suites that measure read them. */
const MEASURED = [
	'Date.now',
	'performance.now',
	'process.hrtime',
	'process.uptime',
	'process.memoryUsage',
	'process.resourceUsage',
	'process.cpuUsage',
].map((name) => {
	const [object, property] = name.split('.');
	return { object, property, message: MEASURES_MACHINE };
});
/** What another process says of its memory, and the time of day, measure the machine too. */
const REPORTED = [{ property: 'peakResidentBytes', message: MEASURES_MACHINE }];
const TIME_OF_DAY = ['NewExpression', 'CallExpression'].map((call) => ({
	selector: `${call}[callee.name='Date'][arguments.length=0]`,
	message: MEASURES_MACHINE,
}));

export default defineConfig(
	globalIgnores(['dist/', 'demo-output/', '.cache/', '.n8n-dev/', 'package-lock.json']),
	{ linterOptions: { noInlineConfig: true } },
	scanRules({
		communityNodes: n8nCommunityNodesPlugin,
		nodesBase: n8nNodesBase,
		parser: tseslint.parser,
	}).map((config) => ({ ...config, files: config.files ?? shipped })),
	{
		files: ['**/*.{ts,mts}'],
		extends: [tseslint.configs.recommended, tseslint.configs.stylistic],
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
		},
	},
	{
		files: ['test/**/*.ts'],
		// The last one keeps the machine busy, and asserts nothing of it.
		ignores: ['test/items/**', 'test/memory/**', 'test/unit/batch/yieldToEventLoop.test.ts'],
		rules: {
			'no-restricted-properties': ['error', ...MEASURED, ...REPORTED],
			'no-restricted-syntax': ['error', ...TIME_OF_DAY],
		},
	},
	{
		files: ['**/*.{ts,mts}'],
		plugins: { 'import-x': importX },
		settings: {
			'import-x/extensions': ['.ts', '.mts'],
			'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.mts'] },
			'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.mts', '.mjs', '.js'] })],
		},
		rules: {
			'import-x/no-restricted-paths': [
				'error',
				{
					zones: [
						...zones('./nodes/Decart', nodeArrows, nodeFolders),
						...zones('./sandbox', sandboxArrows, sandboxFolders),
						...zones('.', areaArrows, areas),
					],
				},
			],
		},
	},
);
