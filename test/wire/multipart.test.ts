import { randomBytes } from 'node:crypto';
import FormData from 'form-data';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBinaryStore } from '../../scripts/engine/binaryStore';
import { runDecart } from '../../scripts/engine/runDecart';
import type { InputFile } from '../../scripts/samples/media';
import { smallPng } from '../../scripts/samples/media';
import { findHeader, startCapture, type RawRequest } from './capture';
import { parseBoundary, headerLines, parseParts } from './parts';

const PNG = await smallPng();
const capture = await startCapture(PNG);
afterAll(() => capture.close());
let closeStore: () => Promise<void>;
beforeEach(async () => (closeStore = await openBinaryStore('filesystem')));
afterEach(async () => await closeStore());

interface Form {
	readonly data: InputFile;
	readonly referenceImage?: InputFile;
	readonly prompt?: string;
	readonly options?: Readonly<Record<string, string | number | boolean>>;
	readonly customFields?: Readonly<Record<string, string | number | boolean>>;
}

/** Has the node send a form, and gives the request as its bytes came. */
async function sent({ data, referenceImage, prompt = 'Snow', options = {}, customFields = {} }: Form) {
	const { error } = await runDecart({
		parameters: {
			resource: 'image',
			operation: 'edit',
			model: 'custom',
			customModelId: 'lucy-image-2',
			customFields: JSON.stringify(customFields),
			prompt: '={{ $json.prompt }}',
			referenceImageSource: referenceImage ? 'binary' : 'none',
			options,
		},
		items: [{ json: { prompt }, files: { data, ...(referenceImage && { referenceImage }) } }],
		credential: { apiKey: 'dct_wire_test', baseUrl: capture.url },
	});
	expect(error).toBeUndefined();
	const [request, ...more] = capture.take();
	expect(more).toEqual([]);
	if (!request) throw new Error('Nothing was sent');
	return { request, contentType: findHeader(request, 'content-type') ?? '' };
}

type Field = readonly [name: string, value: string | { bytes: Buffer; fileName: string; type: string }];

/** The same fields as `form-data` encodes them. */
function reference(fields: readonly Field[]): { body: Buffer; contentType: string } {
	const form = new FormData();
	for (const [name, value] of fields) {
		if (typeof value === 'string') form.append(name, value);
		else form.append(name, value.bytes, { filename: value.fileName, contentType: value.type });
	}
	return { body: form.getBuffer(), contentType: form.getHeaders()['content-type'] ?? '' };
}

/** Compares what was sent with `form-data`'s encoding: parts as parsed, and header lines as written. */
async function expectSameForm(
	{ request, contentType }: { request: RawRequest; contentType: string },
	fields: readonly Field[],
) {
	const other = reference(fields);
	expect(await parseParts(request.body, contentType)).toEqual(
		await parseParts(other.body, other.contentType),
	);
	expect(headerLines(request.body, contentType)).toEqual(headerLines(other.body, other.contentType));
	// The boundaries differ, and nothing else does.
	const ownBoundary = Buffer.from(parseBoundary(contentType));
	const written = replaced(request.body, ownBoundary, Buffer.from(parseBoundary(other.contentType)));
	expect(written.equals(other.body)).toBe(true);
}

function replaced(body: Buffer, from: Buffer, to: Buffer): Buffer {
	const pieces: Buffer[] = [];
	let at = 0;
	for (let found = body.indexOf(from); found >= 0; found = body.indexOf(from, at)) {
		pieces.push(body.subarray(at, found), to);
		at = found + from.length;
	}
	return Buffer.concat([...pieces, body.subarray(at)]);
}

const cat = { bytes: PNG, fileName: 'cat.png', mimeType: 'image/png' };
const asField = ({ bytes, fileName = '', mimeType = '' }: InputFile, name = fileName) => ({
	bytes,
	fileName: name,
	type: mimeType,
});

describe('the form that the node sends', () => {
	it.each(['filesystem', 'memory'] as const)(
		'has every field in the API’s order, byte for byte as form-data encodes it, in %s mode',
		async (mode) => {
			await closeStore();
			closeStore = await openBinaryStore(mode);
			const jpeg = {
				bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(300_000)]),
				fileName: 'Garment.JPG',
				mimeType: 'image/jpeg',
			};
			const form = await sent({
				data: cat,
				referenceImage: jpeg,
				prompt: 'Öl auf Leinwand 🎨, "impasto"',
				options: { seed: 4_294_967_295, resolution: '480p', enhancePrompt: false },
				customFields: { guidance: 7.5, preview: true },
			});
			await expectSameForm(form, [
				['data', asField(cat)],
				['prompt', 'Öl auf Leinwand 🎨, "impasto"'],
				['reference_image', asField(jpeg)],
				['seed', '4294967295'],
				['resolution', '480p'],
				['enhance_prompt', 'false'],
				['guidance', '7.5'],
				['preview', 'true'],
			]);
		},
	);

	it('has a Content-Length that is the length of its body, and is not chunked', async () => {
		const { request } = await sent({ data: cat });
		expect(findHeader(request, 'content-length')).toBe(String(request.body.length));
		expect(findHeader(request, 'transfer-encoding')).toBeUndefined();
		expect(request.body.subarray(-4).toString('latin1')).toBe('--\r\n');
	});

	it('goes to the model’s path with the key once, in x-api-key', async () => {
		const { request } = await sent({ data: cat });
		expect(request.requestLine).toBe('POST /v1/generate/lucy-image-2 HTTP/1.1');
		expect(findHeader(request, 'x-api-key')).toBe('dct_wire_test');
		const others = request.headers.filter(([name]) => name.toLowerCase() !== 'x-api-key');
		expect(JSON.stringify(others) + request.body.toString('latin1')).not.toContain('dct_wire_test');
	});

	it('takes a file whose bytes look like a boundary', async () => {
		const tricky = {
			...cat,
			bytes: Buffer.concat([PNG, Buffer.from('\r\n--axios-1.12.0-boundary-\r\n----\r\n--'), PNG]),
		};
		await expectSameForm(await sent({ data: tricky }), [
			['data', asField(tricky)],
			['prompt', 'Snow'],
		]);
	});

	it('writes line breaks of a text as a browser’s form does', async () => {
		await expectSameForm(await sent({ data: cat, prompt: 'Snow.\nNo people.\r\nNight.' }), [
			['data', asField(cat)],
			['prompt', 'Snow.\r\nNo people.\r\nNight.'],
		]);
	});
});

describe('a file’s name', () => {
	const long = `${'long name '.repeat(30)}.png`;

	it.each([
		['with spaces', 'my cat (1).png', 'my cat (1).png'],
		['with emoji', 'кот 🐈‍⬛ 猫.png', 'кот 🐈‍⬛ 猫.png'],
		['from right to left', 'חתול شاطئ.png', 'חתול شاطئ.png'],
		['of 300 characters', long, long],
		['with an apostrophe and a semicolon', "cat's; filename=dog.png", "cat's; filename=dog.png"],
		['with a percent sign', '100%22 wool.png', '100%22 wool.png'],
		['with quotes', 'the "best" cat.png', 'the _best_ cat.png'],
		['with line breaks', 'cat\r\nX-Injected: yes\r\n\r\n.png', 'catX-Injected_ yes.png'],
		['that reverses its reading direction', 'cat\u202Egnp.exe.png', 'catgnp.exe.png'],
	])('%s arrives', async (_, fileName, expected) => {
		const data = { ...cat, fileName };
		const form = await sent({ data });
		await expectSameForm(form, [
			['data', asField(data, expected)],
			['prompt', 'Snow'],
		]);
		const [part] = await parseParts(form.request.body, form.contentType);
		expect(part?.contentType).toBe('image/png');
	});
});

describe('a field’s name and value', () => {
	it.each([
		['quotes', 'say "hello"', 'say "hello"'],
		['line breaks in the name', 'a"\r\nX-Injected: yes\r\n\r\nb', 'plain'],
		['emoji and right-to-left text', 'стиль 🎨', 'صورة زيتية 🖼'],
		['a percent sign', '50%22', '50%22'],
	])('with %s arrives', async (_, name, value) => {
		await expectSameForm(await sent({ data: cat, customFields: { [name]: value } }), [
			['data', asField(cat)],
			['prompt', 'Snow'],
			[name, value],
		]);
	});
});
