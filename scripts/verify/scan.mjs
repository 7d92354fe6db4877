import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { ESLint } from 'eslint';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import * as parser from '@typescript-eslint/parser';
import { scanRules } from './scanRules.mjs';

/** What n8n's scan reads in a repository, and in a package. */
export const SOURCE_FILES = ['package.json', '{nodes,credentials}/**/*.{js,ts,json}'];
export const PACKAGE_FILES = ['**/*.js', 'package.json'];

/** Applies the rules of n8n's verification scan to the files of a folder; comments turn nothing off. */
export async function scan(folder, files) {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: scanRules({
			communityNodes: n8nCommunityNodesPlugin,
			nodesBase: n8nNodesBase,
			parser,
		}),
	});
	const results = await eslint.lintFiles(files);
	const findings = results.flatMap(({ filePath, messages }) =>
		messages.map(({ line, ruleId, message }) => ({
			where: `${filePath.slice(folder.length + 1)}:${line ?? 1}`,
			what: `${message} (${ruleId ?? 'not readable'})`,
		})),
	);
	return { scanned: results.length, findings };
}
