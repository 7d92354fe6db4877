import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type RecordedRequest, type Sandbox } from '../../sandbox';
import { credentialFor, runDecart } from '../../scripts/engine/runDecart';
import { smallPng } from '../../scripts/samples/media';
import { CONTINUE, numbers } from '../../scripts/engine/batchRuns';
import { pairs } from './support';
import { isFullRun } from '../support/fullRun';
import { codePoint } from '../support/codePoint';
import { useBinaryStore } from '../support/operations';

let sandbox: Sandbox;
useBinaryStore();
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

/** What a user may hand to the node for one image. */
interface Given {
	readonly fileName: string;
	readonly mimeType: string;
	readonly prompt: string;
	readonly seed: number;
	readonly enhancePrompt: boolean;
}

const UNPLEASANT = [
	'a "quoted" name.png',
	'it\'s; filename="other.png".png',
	'two\r\nContent-Type: text/html\r\n\r\nlines.png',
	'tab\there.png',
	'nul\0byte.png',
	'🐈‍⬛ emoji 👩🏽‍🚀.png',
	'\u202Egnp.exe',
	'עברית ושלום.png',
	'日本語のファイル名.png',
	'../../etc/passwd',
	'C:\\Users\\me\\photo.png',
	'.hidden',
	'no extension',
	' ',
	'%22%0D%0A.png',
	'a'.repeat(300) + '.png',
	'é'.repeat(300),
	'🐈'.repeat(300) + '.png',
	'--boundary--.png',
	'a;b=c,d&e?f#g.png',
];

const text = fc.oneof(
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
	fc.string({ unit: codePoint, minLength: 1, maxLength: 80 }),
	fc.constantFrom(...UNPLEASANT),
);
const given: fc.Arbitrary<Given> = fc.record({
	fileName: text,
	mimeType: fc.constantFrom(
		'image/png',
		'',
		'application/octet-stream',
		'image/png; charset="x"\r\nX-Evil: 1',
		'IMAGE/PNG',
		'not a type',
	),
	prompt: text.filter((prompt) => prompt.trim() !== ''),
	seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
	enhancePrompt: fc.boolean(),
});

/** Forms write every line break of a text as CR LF (HTML standard, multipart/form-data encoding). */
function onTheWire(value: string): string {
	return value.replace(/\r\n|\r|\n/g, '\r\n');
}

async function edit(all: readonly Given[]) {
	const items = await Promise.all(
		all.map(async ({ fileName, mimeType, ...json }, number) => {
			const bytes = await smallPng(number);
			return { json: { number, ...json }, files: { data: { bytes, fileName, mimeType } } };
		}),
	);
	return await runDecart({
		parameters: {
			resource: 'image',
			operation: 'edit',
			prompt: '={{ $json.prompt }}',
			options: {
				seed: '={{ $json.seed }}',
				enhancePrompt: '={{ $json.enhancePrompt }}',
				concurrency: 8,
			},
		},
		items,
		credential: credentialFor(sandbox),
		node: CONTINUE,
	});
}

function sentFor({ prompt, seed }: Given): RecordedRequest[] {
	return sandbox.requests().filter(({ texts }) => {
		const fields = new Map(texts);
		return fields.get('seed') === String(seed) && fields.get('prompt') === onTheWire(prompt);
	});
}

const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

async function check(all: readonly Given[]): Promise<void> {
	const { items, error } = await edit(all);
	expect(error).toBeUndefined();
	expect(pairs(items)).toEqual(numbers(all.length));
	expect(sandbox.requests()).toHaveLength(all.length);
	for (const [index, one] of all.entries()) {
		const shown = JSON.stringify(one);
		const item = items[index];
		const fileName = String(item?.json.fileName);
		expect(item?.json, shown).toMatchObject({ status: 'completed', seed: one.seed });
		const [request, ...more] = sentFor(one);
		expect(more, shown).toEqual([]);
		expect(request?.texts, shown).toEqual([
			['prompt', onTheWire(one.prompt)],
			['seed', String(one.seed)],
			['enhance_prompt', String(one.enhancePrompt)],
		]);
		expect(request?.unknownFields, shown).toEqual([]);
		expect(
			request?.files.map(({ name, contentType }) => [name, contentType]),
			shown,
		).toEqual([['data', 'image/png']]);
		for (const name of [
			request?.files[0]?.filename ?? '',
			fileName,
			item?.binary?.data?.fileName ?? '',
		]) {
			expect(name, shown).not.toBe('');
			expect(name, shown).not.toMatch(CONTROL);
			expect(name, shown).not.toMatch(/[/\\]/);
		}
		expect(Buffer.byteLength(fileName), shown).toBeLessThanOrEqual(255);
		expect(fileName, shown).toMatch(/\.png$/);
	}
}

describe('file names, prompts and numbers of any kind', () => {
	it('arrive as they were given, and break nothing: the unpleasant ones', async () => {
		await check(
			UNPLEASANT.map((fileName, seed) => ({
				fileName,
				prompt: fileName.trim() || 'blank',
				mimeType: 'image/png',
				seed,
				enhancePrompt: true,
			})),
		);
	});

	it('arrive as they were given, and break nothing: any others', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(given, { minLength: 30, maxLength: 40, selector: ({ seed }) => seed }),
				async (all) => {
					sandbox.reset();
					await check(all);
				},
			),
			{ numRuns: isFullRun ? 4 : 2, endOnFailure: true },
		);
	});
});
