// Two sets of rules. What ships (nodes, credentials, package.json) is held to n8n's own: the same plugins,
// rule sets and exceptions that n8n's verification scan applies, inline disables ignored. Everything is held
// to typescript-eslint's, and the folders of nodes/Decart may only be imported in one direction.
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { defineConfig, globalIgnores } from 'eslint/config';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';
import { scanRules } from './scripts/verify/scanRules.mjs';

const shipped = ['package.json', 'nodes/**/*.{ts,json}', 'credentials/**/*.{ts,json}'];

/** `[folder, the folders that it may import from]`; every folder may read types.ts and generated/. */
const arrows = [
	['transport', ['generated', 'transport']],
	['batch', ['generated', 'batch', 'transport']],
	['media', ['generated', 'media', 'transport']],
	['operation', ['generated', 'operation', 'media', 'transport', 'batch']],
	['jobs', ['generated', 'jobs', 'operation', 'media', 'transport', 'batch']],
	['generation', ['generated', 'generation', 'jobs', 'operation', 'media', 'transport', 'batch']],
	['generated', ['generated']],
];
const folders = ['actions', 'generation', 'jobs', 'operation', 'media', 'transport', 'batch', 'generated'];

export default defineConfig(
	globalIgnores(['dist/', 'demo-output/', '.cache/', '.n8n-dev/', 'package-lock.json']),
	{ linterOptions: { noInlineConfig: true } },
	scanRules({
		communityNodes: n8nCommunityNodesPlugin,
		nodesBase: n8nNodesBase,
		parser: tseslint.parser,
	}).map((config) => ({ ...config, files: config.files ?? shipped })),
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended, tseslint.configs.stylistic],
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: { 'import-x': importX },
		rules: {
			'import-x/no-cycle': 'error',
			'import-x/no-restricted-paths': [
				'error',
				{
					zones: [
						...arrows.map(([folder, allowed]) => ({
							target: `./nodes/Decart/${folder}`,
							from: folders
								.filter((other) => !allowed.includes(other))
								.map((other) => `./nodes/Decart/${other}`),
							message: `${folder} stands below what it imports here; see "Architecture" in the README.`,
						})),
						{
							target: './nodes',
							from: ['./scripts', './sandbox', './test'],
							message: 'Tools are never shipped.',
						},
					],
				},
			],
		},
	},
);
