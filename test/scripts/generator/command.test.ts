import { execFile } from 'node:child_process';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { generateCommand } from '../../../scripts/generator/command';
import { TSX } from '../../support/tsx';
import { run, schema, withFolder } from '../support';
import { contents, generateFrom } from './support';

const ROOT = join(__dirname, '..', '..', '..');

describe('npm run generate', () => {
	it('has nothing to do in this repository', async () => {
		expect(await run(generateCommand, '--check')).toEqual({ code: 0, lines: [], problems: [] });
	});

	it('writes the same bytes every time, from YAML and from JSON', async () => {
		await withFolder(async (folder) => {
			await generateFrom(() => undefined, join(folder, 'a'), 'yaml');
			await generateFrom(() => undefined, join(folder, 'b'), 'json');
			const written = await contents(join(folder, 'a'));
			expect(await contents(join(folder, 'b'))).toEqual(written);
			expect(await contents(join(ROOT, 'nodes', 'Decart', 'generated'))).toEqual(written);
		});
	});

	it('says with --check which files are stale, missing or left over, and changes none', async () => {
		await withFolder(async (out) => {
			await run(generateCommand, '--out', out);
			await appendFile(join(out, 'videoEdit.ts'), '\n');
			await rm(join(out, 'imageEdit.ts'));
			await writeFile(join(out, 'videoDance.ts'), await readFile(join(out, 'videoTryOn.ts')));
			const schemas = join(out, '__schema__/v1.1.0');
			await rm(join(schemas, 'job/get.json'));
			await writeFile(join(schemas, 'job/dance.json'), '{}\n');
			const before = await contents(out);
			const { code, problems } = await run(generateCommand, '--check', '--out', out);
			expect(code).toBe(1);
			expect(problems.map((problem) => problem.replace(/ \S*\//, ' '))).toEqual([
				'stale: imageEdit.ts',
				'stale: videoEdit.ts',
				'stale: get.json',
				'no longer generated: videoDance.ts',
				'no longer generated: dance.json',
				'Run `npm run generate` to bring them up to date.',
			]);
			expect(await contents(out)).toEqual(before);
		});
	});

	it('removes what it no longer generates, and leaves files of others alone', async () => {
		await withFolder(async (out) => {
			await run(generateCommand, '--out', out);
			await writeFile(join(out, 'notes.ts'), 'export {};\n');
			expect(await readdir(join(out, '__schema__/v1.0.0/video'))).toContain('transition.json');
			const withoutTransition = await generateFrom(
				(draft) => draft.remove('paths', '/v1/jobs/lucy-pro-flf2v'),
				out,
			);
			expect(withoutTransition.code).toBe(0);
			const names = Object.keys(await contents(out));
			expect(names).toContain('notes.ts');
			expect(names).not.toContain('videoTransition.ts');
			expect(await readdir(join(out, '__schema__/v1.0.0/video'))).not.toContain('transition.json');
		});
	});

	it('ends with 1 and names the keyword that it does not know', async () => {
		await withFolder(async (folder) => {
			const out = join(folder, 'out');
			const result = await generateFrom((draft) => draft.set(schema('Seed', 'multipleOf'), 2), out);
			expect(result).toEqual({
				code: 1,
				lines: [],
				problems: ['unknown schema keyword "multipleOf" at #/components/schemas/Seed/multipleOf'],
			});
			expect(await readdir(folder)).toEqual([]);
		});
	});

	it('ends with 1 when there is no such document, or no such argument', async () => {
		const missing = await run(generateCommand, '--spec', '/nowhere/api.yaml');
		expect(missing.code).toBe(1);
		expect(missing.problems.join()).toContain('/nowhere/api.yaml');
		expect((await run(generateCommand, '--chekc')).problems.join()).toContain("'--chekc'");
	});

	it('runs from the command line', async () => {
		await withFolder(async (out) => {
			const { stdout } = await promisify(execFile)(
				process.execPath,
				[...TSX, 'scripts/generate.ts', '--out', out],
				{ cwd: ROOT },
			);
			expect(stdout).toMatch(/^43 files in .* and .*: 43 changed, 0 removed\n$/);
			const failure = promisify(execFile)(
				process.execPath,
				[...TSX, 'scripts/generate.ts', '--check', '--spec', join(out, 'missing.yaml')],
				{ cwd: ROOT },
			);
			await expect(failure).rejects.toMatchObject({
				code: 1,
				stderr: expect.stringContaining('missing.yaml') as string,
			});
		});
	});
});
