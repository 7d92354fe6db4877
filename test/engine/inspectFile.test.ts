import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectFile, type Inspected } from '../../nodes/Decart/media/inspectFile';
import { openBinaryStore } from '../../scripts/engine/binaryStore';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { sample } from '../../scripts/samples/media';

let close: () => Promise<void>;
beforeAll(async () => {
	close = await openBinaryStore('filesystem');
});
afterAll(async () => await close());

/** Puts a file into n8n's store, inspects it there, and counts how much of it was read. */
async function inspect(
	bytes: Buffer,
	readsPng: boolean,
): Promise<Inspected & { opened: number; read: number }> {
	return await inNode({ apiKey: 'none', baseUrl: 'http://127.0.0.1:1' }, async ({ functions }) => {
		const binary = await functions.helpers.prepareBinaryData(bytes, 'file', 'image/png');
		let opened = 0;
		let read = 0;
		const open = async () => {
			opened += 1;
			const stream = await functions.helpers.getBinaryStream(binary.id ?? '', 4096);
			return stream.on('data', (chunk: Buffer) => void (read += chunk.length)).pause();
		};
		const readSize = async () => (await functions.helpers.getBinaryMetadata(binary.id ?? '')).fileSize;
		const inspected = await inspectFile({ open, readSize }, readsPng);
		return { ...inspected, opened, read };
	});
}

const PNG = sample('cat.png').bytes;
const CLIP = sample('coffee-zoom.mp4').bytes;

describe('what a file is', () => {
	it('is found in a PNG by reading it once to its end', async () => {
		const { size, isComplete, opened, read } = await inspect(PNG, true);
		expect({ size, isComplete, opened, read }).toEqual({
			size: PNG.length,
			isComplete: true,
			opened: 1,
			read: PNG.length,
		});
	});

	it('takes bytes after the end of a PNG for part of the file', async () => {
		const padded = Buffer.concat([PNG, Buffer.alloc(10_000)]);
		expect(await inspect(padded, true)).toMatchObject({ size: padded.length, isComplete: true });
	});

	it('is found in a PNG that was cut', async () => {
		const cut = PNG.subarray(0, -20);
		expect(await inspect(cut, true)).toMatchObject({ size: cut.length, isComplete: false });
	});

	it.each([
		['a video', CLIP, true],
		['a PNG that is not to be checked', PNG, false],
	])('is found in %s by its beginning', async (_what, bytes, readsPng) => {
		const { head, size, isComplete, read } = await inspect(bytes, readsPng);
		expect({ size, isComplete }).toEqual({ size: bytes.length, isComplete: true });
		expect(head.equals(bytes.subarray(0, 64))).toBe(true);
		expect(read).toBeLessThan(bytes.length);
	});

	it.each([0, 7, 63])('is found in %d bytes', async (length) => {
		expect(await inspect(PNG.subarray(0, length), true)).toMatchObject({
			head: PNG.subarray(0, length),
			size: length,
			isComplete: length < 8,
		});
	});
});
