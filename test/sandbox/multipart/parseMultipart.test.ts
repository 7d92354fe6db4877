import fc from 'fast-check';
import FormData from 'form-data';
import { describe, expect, it } from 'vitest';
import { MultipartError } from '../../../sandbox/multipart/partHeader';
import { parseMultipart } from '../../../sandbox/multipart/parseMultipart';

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
