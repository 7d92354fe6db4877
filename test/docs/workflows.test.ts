import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPage, ROOT, scripts } from './support';

interface GitHubWorkflow {
	readonly permissions: Record<string, string>;
	readonly jobs: Record<
		string,
		{ readonly permissions?: Record<string, string>; readonly steps: { run?: string }[] }
	>;
}

const FOLDER = '.github/workflows';
const files = readdirSync(join(ROOT, FOLDER));

describe.each(files)('The GitHub workflow %s', (file) => {
	const text = readPage(join(FOLDER, file));
	const workflow = parse(text) as GitHubWorkflow;

	it('pins every action to a commit, with its version behind it', () => {
		const uses = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action);
		expect(uses.length).toBeGreaterThan(0);
		for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('may read the repository, and nothing more unless a job says so', () => {
		expect(workflow.permissions).toEqual({ contents: 'read' });
	});

	it('runs only scripts that the package has', () => {
		const named = [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name);
		expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
	});
});

describe('The weekly look at Decart', () => {
	const text = readPage(join(FOLDER, 'spec-watch.yml'));

	it('compares the models with those of the newest SDK, and opens an issue for either difference', () => {
		expect(text).toMatch(/npm install .* @decartai\/sdk@latest\n/);
		expect(text).toContain(
			'npm run --silent sdk:models -- "$RUNNER_TEMP/sdk/node_modules/@decartai/sdk"',
		);
		expect(text).toMatch(/if: steps\.compare\..* \|\| steps\.models\..* == '1'/);
	});
});

describe('Publishing', () => {
	const text = readPage(join(FOLDER, 'publish.yml'));
	const { publish } = (parse(text) as GitHubWorkflow).jobs;

	it('tests before it publishes, with provenance', () => {
		const commands = publish?.steps.flatMap(({ run }) => (run ? [run] : [])) ?? [];
		expect(commands.indexOf('npm test')).toBeGreaterThan(commands.indexOf('npm ci'));
		expect(commands.at(-1)).toBe('npm publish --provenance --access public');
	});

	it('uses no stored secret', () => {
		expect(publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
		expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
	});
});
