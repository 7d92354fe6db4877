import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { OWN_CURATION } from '../../../scripts/util/arguments';
import { generateNode } from '../../../scripts/generator/generateNode';
import { changedSpec, schema, withFolder, withSpecFile, type Draft } from '../support';
import { contents, generateFrom } from './support';

const ROOT = join(__dirname, '..', '..', '..');

/** What a tool of the project writes when it finds fault; nothing when it finds none. */
async function complaints(tool: string, args: readonly string[]): Promise<string> {
	return await new Promise((resolve) => {
		execFile(join(ROOT, 'node_modules', '.bin', tool), args, (error, stdout, stderr) =>
			resolve(error ? `${stdout}${stderr}` || error.message : ''),
		);
	});
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
			'json',
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
			'json',
			(file) => generateNode(file, OWN_CURATION),
		);
		const linter = new ESLint({ cwd: ROOT });
		for (const { name, text } of files) {
			const filePath = join(ROOT, 'nodes', 'Decart', 'generated', name);
			const [result] = await linter.lintText(text, { filePath });
			expect(
				result?.messages.map(({ ruleId, message, line }) => `${name}:${line} ${ruleId}: ${message}`),
			).toEqual([]);
		}
		await withFolder(async (folder) => {
			for (const { name, text } of files) await writeFile(join(folder, name), text);
			expect(await complaints('oxlint', ['-c', join(ROOT, '.oxlintrc.jsonc'), folder])).toBe('');
			expect(await complaints('oxfmt', ['-c', join(ROOT, '.oxfmtrc.json'), '--check', folder])).toBe(
				'',
			);
		});
	});
});
