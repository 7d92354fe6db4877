/**
 * The rules by which n8n's verification scan judges a community package, as ESLint configurations: the
 * `recommended` set of its community plugin, the three sets of `eslint-plugin-n8n-nodes-base` each on its own
 * files, the five rules that the scan turns off, and no console. The linter applies them to the sources,
 * `npm run verify` to the packed tarball.
 *
 * @param plugins the two rule plugins and the TypeScript parser, from the caller so that there is one copy
 * @returns {import('eslint').Linter.Config[]}
 */
export function scanRules({ communityNodes, nodesBase, parser }) {
	return [
		communityNodes.configs.recommended,
		{ rules: { 'no-console': 'error' } },
		{ plugins: { 'n8n-nodes-base': nodesBase } },
		{ files: ['package.json'], rules: nodesBase.configs.community.rules },
		{
			files: ['**/credentials/**/*.ts'],
			rules: {
				...nodesBase.configs.credentials.rules,
				'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
				'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
			},
		},
		{
			files: ['**/nodes/**/*.ts'],
			rules: {
				...nodesBase.configs.nodes.rules,
				'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
				'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
				'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
			},
		},
		{ files: ['**/*.json', '**/*.ts'], languageOptions: { parser } },
	].flat();
}
