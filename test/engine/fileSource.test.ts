import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { createFileSource, type FileSource } from '../../nodes/Decart/media/fileSource';
import { createFilePart, UnusableFile } from '../../nodes/Decart/media/inputFile';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { sample } from '../../scripts/samples/media';
import { useBinaryStore } from '../support/operations';

useBinaryStore();

const KB = 1024;
const MB = 1024 * KB;

/** What n8n was asked for: whole files, or streams. */
interface Reads {
	whole: number;
	streams: number;
}

/** The functions of a node, which count how its files are read. */
function counted(functions: IExecuteFunctions, reads: Reads): IExecuteFunctions {
	const { helpers } = functions;
	const counting: Partial<IExecuteFunctions['helpers']> = {
		async getBinaryDataBuffer(...args) {
			reads.whole += 1;
			return await helpers.getBinaryDataBuffer(...args);
		},
		async getBinaryStream(...args) {
			reads.streams += 1;
			return await helpers.getBinaryStream(...args);
		},
	};
	return Object.create(functions, {
		helpers: { value: { ...helpers, ...counting } },
	}) as IExecuteFunctions;
}

async function readAll(source: FileSource): Promise<Buffer> {
	const content = await source.open();
	if (Buffer.isBuffer(content)) return content;
	const chunks: Buffer[] = [];
	for await (const chunk of content) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

/** Stores files on the disk, reads each twice, as to be checked and to be sent, and counts how that was done. */
async function readTwice(
	files: readonly Buffer[],
	stated?: { readonly size: unknown },
): Promise<Reads & { again: () => Promise<Reads> }> {
	return await inNode({ apiKey: 'none', baseUrl: 'http://127.0.0.1:1' }, async ({ functions }) => {
		const reads: Reads = { whole: 0, streams: 0 };
		const counting = counted(functions, reads);
		const sources: FileSource[] = [];
		for (const bytes of files) {
			const stored = await functions.helpers.prepareBinaryData(bytes, 'a.png', 'image/png');
			if (stated) Object.assign(stored, { bytes: stated.size });
			sources.push(await createFileSource(counting, 0, stored));
		}
		const readEach = async () => {
			for (const [index, source] of sources.entries()) {
				expect((await readAll(source)).equals(files[index] ?? Buffer.alloc(0))).toBe(true);
			}
		};
		await readEach();
		await readEach();
		const first = { ...reads };
		const again = async () => {
			for (const source of sources) source.release();
			await readEach();
			return { whole: reads.whole - first.whole, streams: reads.streams - first.streams };
		};
		return { ...first, again };
	});
}

describe('a file on a disk', () => {
	it.each([3000, 256 * KB])('of %d bytes is read once, whole, to be checked and sent', async (size) => {
		const { whole, streams, again } = await readTwice([randomBytes(size)]);
		expect({ whole, streams }).toEqual({ whole: 1, streams: 0 });
		// Its bytes were let go of, and it can still be sent once more, as for another variation.
		expect(await again()).toEqual({ whole: 1, streams: 0 });
	});

	it('of more than 256 kB is read in pieces, and anew each time', async () => {
		const { whole, streams } = await readTwice([randomBytes(256 * KB + 1)]);
		expect({ whole, streams }).toEqual({ whole: 0, streams: 2 });
	});

	it.each([undefined, null, '10', -1, 0.5, NaN])(
		'whose stated size is %s instead of a number of bytes is read in pieces',
		async (size) => {
			const { whole, streams } = await readTwice([randomBytes(3000)], { size });
			expect({ whole, streams }).toEqual({ whole: 0, streams: 2 });
		},
	);

	it('that is refused leaves its share of the 16 MB to the others', async () => {
		await inNode({ apiKey: 'none', baseUrl: 'http://127.0.0.1:1' }, async ({ functions }) => {
			const { prepareBinaryData } = functions.helpers;
			const reads: Reads = { whole: 0, streams: 0 };
			const counting = counted(functions, reads);
			const text = await prepareBinaryData(Buffer.alloc(256 * KB, 'text'), 'a.png', 'image/png');
			for (let refused = 0; refused < 64; refused += 1) {
				await expect(createFilePart(counting, 0, text, 'image')).rejects.toThrow(UnusableFile);
			}
			const photo = await prepareBinaryData(sample('cat.png').bytes, 'cat.png', 'image/png');
			const part = await createFilePart(counting, 0, photo, 'image');
			await part.open();
			expect(reads).toEqual({ whole: 64 + 1, streams: 0 });
		});
	});

	it('is not held once those of the execution come to 16 MB, but read whole each time', async () => {
		const file = randomBytes(256 * KB);
		const count = (16 * MB) / file.length;
		const { whole, streams } = await readTwice(Array.from({ length: count + 2 }, () => file));
		expect({ whole, streams }).toEqual({ whole: count + 2 * 2, streams: 0 });
	});
});
