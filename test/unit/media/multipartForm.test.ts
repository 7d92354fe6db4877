import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { MultipartForm, type FilePart } from '../../../nodes/Decart/media/multipartForm';

interface SentFile {
	readonly name: string;
	readonly type: string;
	readonly size: number;
	stream(): AsyncIterable<Uint8Array>;
}

const bytes = Buffer.from('0123456789');
const part = (changes: Partial<FilePart> = {}): FilePart => ({
	fileName: 'cat.png',
	mimeType: 'image/png',
	size: bytes.length,
	open: async () => await Promise.resolve(bytes),
	...changes,
});

function findFile(form: MultipartForm): SentFile {
	const file = [...form].map(([, value]) => value).find((value) => typeof value !== 'string');
	if (!file) throw new Error('The form has no file');
	return file;
}

async function read(file: SentFile): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of file.stream()) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

describe('a form', () => {
	it('is what axios takes for a FormData, its fields in order', () => {
		const form = new MultipartForm([
			['prompt', 'Snow'],
			['data', part()],
			['seed', '7'],
		]);
		expect(Object.prototype.toString.call(form)).toBe('[object FormData]');
		expect(Object.prototype.toString.call(findFile(form))).toBe('[object File]');
		expect([...form.entries()].map(([name]) => name)).toEqual(['prompt', 'data', 'seed']);
		expect(findFile(form)).toMatchObject({ name: 'cat.png', type: 'image/png', size: 10 });
		expect(() => form.append()).toThrow('cannot be changed');
	});

	it('opens a file when it is sent, not before', async () => {
		let opened = 0;
		const open = async () => {
			opened += 1;
			return await Promise.resolve(Readable.from([bytes.subarray(0, 4), bytes.subarray(4)]));
		};
		const form = new MultipartForm([['data', part({ open })]]);
		expect([...form]).toHaveLength(1);
		expect(opened).toBe(0);
		expect(await read(findFile(form))).toBe('0123456789');
		expect(opened).toBe(1);
		expect(form.readError).toBeUndefined();
	});

	it.each(['image/png\r\nX-Injected: yes', 'image', '', 'image/png; name="x"'])(
		'does not let the type %j into a header',
		(mimeType) => {
			expect(findFile(new MultipartForm([['data', part({ mimeType })]])).type).toBe(
				'application/octet-stream',
			);
		},
	);
});

describe('a file that cannot be read to its end', () => {
	it.each([
		['has become shorter', part({ size: 11 }), 'cat.png has 10 bytes instead of 11'],
		['has become longer', part({ size: 9 }), 'cat.png has 10 bytes instead of 9'],
		[
			'is gone',
			part({ open: async () => await Promise.reject(new Error('File not found')) }),
			'File not found',
		],
		[
			'fails halfway',
			part({
				open: async () =>
					await Promise.resolve(
						Readable.from(
							(async function* () {
								yield await Promise.resolve(bytes.subarray(0, 5));
								throw new Error('Disk failed');
							})(),
						),
					),
			}),
			'Disk failed',
		],
	])('because it %s fails the sending, and the form tells why', async (_, file, reason) => {
		const form = new MultipartForm([['data', file]]);
		await expect(read(findFile(form))).rejects.toThrow(reason);
		expect(form.readError?.message).toBe(reason);
	});
});
