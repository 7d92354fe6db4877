// n8n's own rules for what ships (nodes, credentials, package.json): the same plugins, rule sets and exceptions that
// n8n's verification scan applies, inline disables ignored. The rules for all code are in .oxlintrc.jsonc.
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import * as parser from '@typescript-eslint/parser';
import { defineConfig } from 'eslint/config';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { scanRules } from './scripts/verify/scanRules.mjs';

const shipped = ['package.json', 'nodes/**/*.{ts,json}', 'credentials/**/*.{ts,json}'];

export default defineConfig(
	{ linterOptions: { noInlineConfig: true } },
	scanRules({ communityNodes: n8nCommunityNodesPlugin, nodesBase: n8nNodesBase, parser }).map((config) => ({
		...config,
		files: config.files ?? shipped,
	})),
	// Any other file can be named as well, and is only read.
	{ files: ['**/*.mts'], languageOptions: { parser } },
);
