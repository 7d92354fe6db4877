import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as VideoEdit from '../../nodes/Decart/generated/videoEdit';
import { codeBlocks, readPage, ROOT } from './support';

const GENERATED = 'nodes/Decart/generated';
const NEEDED = ['openapi', 'scripts', 'nodes', 'package.json', '.oxfmtrc.json'];

describe('Adding a model as CONTRIBUTING.md says', () => {
	let copy: string;
	beforeAll(async () => {
		copy = await mkdtemp(join(tmpdir(), 'contributing-'));
		for (const name of NEEDED) await cp(join(ROOT, name), join(copy, name), { recursive: true });
		await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
	});
	afterAll(async () => await rm(copy, { recursive: true }));

	it('puts it into the node with its fields, and changes no other file', async () => {
		const [path = '', model = ''] = codeBlocks(readPage('CONTRIBUTING.md'), 'yaml');
		await insert('openapi/decart.yaml', ['paths:'], path);
		await insert('openapi/curation.yaml', ['  video.edit:', '    models:'], model);
		const [, command = ''] = codeBlocks(readPage('CONTRIBUTING.md'), 'sh');
		await promisify(execFile)('sh', ['-c', command], { cwd: copy });

		const names = await readdir(join(copy, GENERATED));
		const changed: string[] = [];
		for (const name of names)
			if ((await generated(copy, name)) !== (await generated(ROOT, name))) changed.push(name);
		expect(changed).toEqual(['videoEdit.ts']);
		const { videoEdit } = (await import(join(copy, GENERATED, 'videoEdit.ts'))) as typeof VideoEdit;
		const [added, sibling] = ['lucy-3', 'lucy-2.1'].map((id) =>
			videoEdit.models.find((entry) => entry.id === id),
		);
		expect(added).toMatchObject({
			label: 'Lucy 3',
			status: 'current',
			paths: [{ surface: 'queue', path: '/v1/jobs/lucy-3' }],
		});
		expect(added?.fields).toEqual(sibling?.fields);
		const offered = JSON.stringify(videoEdit.model.options);
		expect(offered).toContain('Edits videos by prompt, by reference image or by both');
	});

	/** Adds a block below a line, a step further in than it. The line is sought behind those before it. */
	async function insert(file: string, way: readonly string[], block: string): Promise<void> {
		const lines = (await readFile(join(copy, file), 'utf8')).split('\n');
		const at = way.reduce((from, line) => lines.indexOf(line, from), 0);
		expect(at).toBeGreaterThanOrEqual(0);
		const indent = ' '.repeat((way.at(-1) ?? '').search(/\S/) + 2);
		lines.splice(
			at + 1,
			0,
			...block
				.trimEnd()
				.split('\n')
				.map((line) => indent + line),
		);
		await writeFile(join(copy, file), lines.join('\n'));
	}
});

async function generated(root: string, name: string): Promise<string> {
	return await readFile(join(root, GENERATED, name), 'utf8');
}
