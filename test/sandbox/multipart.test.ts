import fc from 'fast-check';
import FormData from 'form-data';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseBoundary, MultipartError, parsePartHeader } from '../../sandbox/multipart/partHeader';
import { parseMultipart } from '../../sandbox/multipart/parseMultipart';
import { cat, encoded, onTheWire, post, sandboxForFile } from './support';

interface Part {
	readonly name: string;
	readonly filename: string | undefined;
	readonly contentType: string | undefined;
	readonly bytes: Buffer;
}

/** Reads a form that arrives in pieces of the given sizes, over and over. */
async function read(body: Buffer, boundary: string, sizes: readonly number[]): Promise<Part[]> {
	async function* pieces(): AsyncGenerator<Buffer> {
		for (let at = 0, turn = 0; at < body.length; turn += 1) {
			const size = sizes[turn % sizes.length] ?? 1;
			yield body.subarray(at, at + size);
			at += size;
		}
	}
	const parts: Part[] = [];
	await parseMultipart(pieces(), boundary, (header) => {
		const chunks: Buffer[] = [];
		return {
			write: async (chunk) => void chunks.push(Buffer.from(chunk)),
			end: async () => void parts.push({ ...header, bytes: Buffer.concat(chunks) }),
		};
	});
	return parts;
}

describe('A form', () => {
	const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
	// Bytes that look like the beginning of a boundary are the ones to get wrong.
	const tricky = fc
		.array(fc.constantFrom('\r', '\n', '\r\n', '--', '\r\n--', '\r\n--b', 'b', 'x'), { maxLength: 12 })
		.map((pieces) => Buffer.from(pieces.join('')));

	it('is read back as it was written, however it is cut into pieces', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(tricky, { minLength: 1, maxLength: 4 }),
				sizes,
				async (contents, cuts) => {
					const form = new FormData();
					form.setBoundary('boundary7');
					contents.forEach((bytes, index) => {
						form.append(`file${index}`, bytes, {
							filename: `${index}.bin`,
							contentType: 'application/x-test',
						});
						form.append(`text${index}`, String(index));
					});
					const parts = await read(form.getBuffer(), 'boundary7', cuts);
					expect(
						parts.filter(({ filename }) => filename !== undefined).map(({ bytes }) => bytes),
					).toEqual(contents);
					expect(parts.map(({ name }) => name)).toEqual(
						contents.flatMap((_, index) => [`file${index}`, `text${index}`]),
					);
				},
			),
		);
	});

	it('may have a preamble and an epilogue', async () => {
		const body = Buffer.from(
			'hello\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\nbye',
		);
		expect(await read(body, 'b', [3])).toMatchObject([{ name: 'a', bytes: Buffer.from('1') }]);
	});

	it.each([
		['that ends early', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
		['with a part without a name', '--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--\r\n'],
		['with a part without headers', '--b\r\n\r\n1\r\n--b--\r\n'],
		['with text after a boundary', '--bb\r\n\r\n1\r\n--b--\r\n'],
		['of nothing', ''],
		['with an endless header', `--b\r\n${'x'.repeat(20_000)}`],
	])('%s is malformed', async (_, body) => {
		await expect(read(Buffer.from(body), 'b', [7])).rejects.toThrow(MultipartError);
	});
});

describe('A header', () => {
	it.each([
		['form-data; name="a"; filename="cat \\"Tom\\".png"', 'cat "Tom".png'],
		['form-data; name="a"; filename="猫.png"', '猫.png'],
		['form-data; name="a"; filename=cat.png', 'cat.png'],
		['form-data; name="a"; filename="x"; filename*=UTF-8\'\'caf%C3%A9.png', 'café.png'],
		['form-data; name="a"', undefined],
	])('%s names the file %s', (disposition, filename) => {
		expect(parsePartHeader(`Content-Disposition: ${disposition}`)).toMatchObject({ name: 'a', filename });
	});

	it.each([
		['multipart/form-data; boundary=abc', 'abc'],
		['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
		['multipart/form-data', undefined],
		['application/json; boundary=abc', undefined],
	])('%s has the boundary %s', (contentType, boundary) => {
		expect(parseBoundary(contentType)).toBe(boundary);
	});
});

describe('The sandbox', async () => {
	const directory = mkdtempSync(join(tmpdir(), 'sandbox-uploads-'));
	process.env['TMPDIR'] = directory;
	const sandbox = await sandboxForFile();
	afterAll(() => rmSync(directory, { recursive: true }));

	const files = () =>
		readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

	it('takes the last of several texts with one name and records all', async () => {
		const body = Buffer.from(
			['one', 'two']
				.map((value) => `--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n${value}\r\n`)
				.join('') + '--b--\r\n',
		);
		const headers = { 'x-api-key': sandbox.apiKey, 'content-type': 'multipart/form-data; boundary=b' };
		await onTheWire(`${sandbox.url}/v1/generate/lucy-image-2`, { method: 'POST', headers, body });
		expect(sandbox.requests()[0]?.texts).toEqual([
			['prompt', 'one'],
			['prompt', 'two'],
		]);
	});

	it('refuses a text above 1 MiB', async () => {
		const prompt = 'x'.repeat(1024 * 1024 + 1);
		const response = await post(sandbox, '/v1/generate/lucy-image-2', { prompt, data: cat });
		expect(response.status).toBe(400);
	});

	it('leaves no upload behind once the request is answered', async () => {
		await post(sandbox, '/v1/generate/lucy-image-2', { prompt: 'Snow', data: cat, seed: 'x' });
		await post(sandbox, '/v1/generate/lucy-image-2', { prompt: 'Snow', data: cat });
		expect(files()).toEqual([]);
		await post(sandbox, '/v1/jobs/lucy-image-2', { prompt: 'Snow', data: cat });
		expect(files().length).toBe(1);
	});

	it('leaves nothing behind of an upload that breaks off, and says so', async () => {
		const { headers, body } = await encoded({ prompt: 'Snow', data: cat });
		const seen = await onTheWire(`${sandbox.url}/v1/jobs/lucy-image-2`, {
			method: 'POST',
			headers: { ...headers, 'x-api-key': sandbox.apiKey, 'content-length': String(body.length + 1) },
			body: body.subarray(0, body.length / 2),
			hangUp: { afterMs: 300 },
		});
		expect(seen.status).toBeUndefined();
		await expect
			.poll(() => sandbox.requests())
			.toMatchObject([{ complete: false, status: undefined, files: [] }]);
		expect(sandbox.ledger()).toEqual([]);
		await expect.poll(() => files().length).toBe(0);
	});
});
