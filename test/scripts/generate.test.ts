import { execFile } from 'node:child_process';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ESLint } from 'eslint';
import { check } from 'prettier';
import { describe, expect, it } from 'vitest';
import { OWN_CURATION } from '../../scripts/util/arguments';
import { generateNode } from '../../scripts/generator/generateNode';
import { generateCommand } from '../../scripts/generator/command';
import { changedSpec, run, schema, withFolder, withSpecFile, type Draft } from './support';

const ROOT = join(__dirname, '..', '..');

async function contents(folder: string): Promise<Record<string, string>> {
	const entries = await readdir(folder, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
	names.sort();
	const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
	return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

/** Serves a model under one more path, with the form of another and a description that speaks of it. */
function addPath(draft: Draft, path: string, body: string, description: string): void {
	const operation = structuredClone(draft.get('paths', '/v1/jobs/lucy-2.1', 'post')) as object;
	const requestBody = {
		content: { 'multipart/form-data': { schema: { $ref: `#/components/schemas/${body}` } } },
	};
	const operationId = path.replace(/\W+/g, '_');
	draft.set(['paths', path], { post: { ...operation, operationId, description, requestBody } });
}

function generateFrom(change: (draft: Draft) => void, out: string, format: 'json' | 'yaml' = 'yaml') {
	return withSpecFile(changedSpec(change), format, (file) =>
		run(generateCommand, '--spec', file, '--out', out),
	);
}

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
				['--import', 'tsx', 'scripts/generate.ts', '--out', out],
				{ cwd: ROOT },
			);
			expect(stdout).toMatch(/^43 files in .* and .*: 43 changed, 0 removed\n$/);
			const failure = promisify(execFile)(
				process.execPath,
				['--import', 'tsx', 'scripts/generate.ts', '--check', '--spec', join(out, 'missing.yaml')],
				{ cwd: ROOT },
			);
			await expect(failure).rejects.toMatchObject({
				code: 1,
				stderr: expect.stringContaining('missing.yaml') as string,
			});
		});
	});
});

describe('another document of the same API', () => {
	it('brings models that nobody has curated, grouped by what their paths and files suggest', async () => {
		await withFolder(async (out) => {
			const { code, lines } = await generateFrom((draft) => {
				addPath(draft, '/v1/generate/lucy-photo-3', 'ImageEdit', 'Edit an image.');
				addPath(draft, '/v1/generate/lucy-paint', 'TextToMedia', 'Paint an image.');
				addPath(draft, '/v1/jobs/lucy-vton-4.5', 'VideoEdit', 'Try clothes on.');
				addPath(draft, '/v1/jobs/lucy-dream', 'TextToMedia', 'Make a video.');
				addPath(draft, '/v1/jobs/lucy-still-2', 'ImageAnimation', 'Animate.');
				addPath(draft, '/v1/jobs/lucy-morph', 'ImageTransition', 'From one image to the next.');
			}, out);
			expect(code).toBe(0);
			expect(lines.slice(0, -1)).toEqual([
				'Models that the curation does not hold, included by what their paths and files suggest:',
				'  image.edit',
				'    lucy-photo-3 (/v1/generate/lucy-photo-3)',
				'  image.generate',
				'    lucy-paint (/v1/generate/lucy-paint)',
				'  video.edit',
				'    lucy-vton-4.5 (/v1/jobs/lucy-vton-4.5)',
				'  video.generate',
				'    lucy-dream (/v1/jobs/lucy-dream)',
				'  video.animate',
				'    lucy-still-2 (/v1/jobs/lucy-still-2)',
				'  video.transition',
				'    lucy-morph (/v1/jobs/lucy-morph)',
			]);
			const { 'videoEdit.ts': videoEdit, 'imageGenerate.ts': imageGenerate } = await contents(out);
			expect(videoEdit).toContain("{ name: 'Lucy VTON 4.5', value: 'lucy-vton-4.5' }");
			expect(imageGenerate).toContain("defaultModel: 'lucy-paint'");
		});
	});

	it('takes a current model for the default before an older name or a retired one', async () => {
		const { catalog } = await withSpecFile(
			changedSpec((draft) => {
				draft.remove('paths', '/v1/jobs/lucy-2.5');
				addPath(draft, '/v1/jobs/lucy-still-2', 'ImageAnimation', 'Animate.');
			}),
			'yaml',
			(file) => generateNode(file, OWN_CURATION),
		);
		const defaults = catalog.operations.map(({ key, defaultModel }) => [key, defaultModel.id]);
		expect(Object.fromEntries(defaults)).toMatchObject({
			'video.edit': 'lucy-latest',
			'video.animate': 'lucy-still-2',
			'video.transition': 'lucy-pro-flf2v',
		});
	});

	it('leaves out what it does not serve, and says so', async () => {
		await withFolder(async (out) => {
			const { code, lines } = await generateFrom((draft) => {
				draft.remove('paths', '/v1/jobs/lucy-pro-flf2v');
				draft.remove('paths', '/v1/jobs/lucy-clip-latest');
			}, out);
			expect(code).toBe(0);
			expect(lines.slice(0, -1)).toEqual([
				'Models of the curation that the document does not serve, left out:',
				'  lucy-clip-latest',
				'  lucy-pro-flf2v',
				'Operations for which the document serves no model, left out:',
				'  video.transition',
			]);
			const { 'videoEdit.ts': videoEdit, 'index.ts': index } = await contents(out);
			expect(videoEdit).not.toContain('lucy-clip-latest');
			expect(index).not.toContain('videoTransition');
		});
	});

	it('may describe one of two paths of a model differently, which is then not offered', async () => {
		await withFolder(async (out) => {
			const { lines } = await generateFrom((draft) => {
				addPath(draft, '/v1/jobs/lucy-image-2', 'ImageAnimation', 'Edit an image.');
			}, out);
			expect(lines.slice(0, -1)).toEqual([
				"Paths that take other fields than the model's first path, left out:",
				'  /v1/jobs/lucy-image-2',
			]);
			expect((await contents(out))['imageEdit.ts']).not.toContain('/v1/jobs/lucy-image-2');
		});
	});
});

describe('the generated code', () => {
	it("passes n8n's linter and the formatter, with fields and models that nobody has curated too", async () => {
		const { files } = await withSpecFile(
			changedSpec((draft) => {
				addPath(draft, '/v1/jobs/lucy-9', 'VideoEdit', 'Edit a video.');
				addPath(draft, '/v1/jobs/lucy-8-id', 'VideoEdit', 'Edit a video.');
				const add = (name: string, field: unknown) =>
					draft.set(schema('VideoEdit', 'properties', name), field);
				add('shape', {
					enum: ['wide', 'tall', 'square', 'round', 'flat', 'a_b'],
					description: 'Shape',
				});
				add('callback_url', {
					type: 'string',
					description: 'the url\n that gets the `json` with the id.',
				});
				add('loop_video', { type: 'boolean', description: 'Plays it again. And again' });
				add('level_of_the_sound', { type: 'number', minimum: 0.5, maximum: 2 });
				add('mask', { type: ['string', 'null'], format: 'binary' });
				add('limit', { type: 'integer', description: 'How many' });
			}),
			'yaml',
			(file) => generateNode(file, OWN_CURATION),
		);
		const linter = new ESLint({ cwd: ROOT });
		for (const { name, text } of files) {
			const filePath = join(ROOT, 'nodes', 'Decart', 'generated', name);
			const [result] = await linter.lintText(text, { filePath });
			expect(
				result?.messages.map(({ ruleId, message, line }) => `${name}:${line} ${ruleId}: ${message}`),
			).toEqual([]);
			const formatting = {
				useTabs: true,
				singleQuote: true,
				printWidth: 110,
				trailingComma: 'all' as const,
			};
			expect(await check(text, { ...formatting, tabWidth: 4, parser: 'typescript' }), name).toBe(true);
		}
	});
});
