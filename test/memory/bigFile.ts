import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes a file of the given size: a whole image or video, and bytes behind it that a decoder skips. */
export async function writePadded(path: string, start: string, size: number): Promise<{ sha256: string }> {
	const hash = createHash('sha256');
	const chunks = async function* () {
		for (const chunk of padded(readFileSync(start), size)) {
			hash.update(chunk);
			yield chunk;
		}
	};
	await pipeline(Readable.from(chunks(), { objectMode: false }), createWriteStream(path));
	return { sha256: hash.digest('hex') };
}

const BLOCK = Buffer.alloc(1024 * 1024);

function* padded(whole: Buffer, size: number): Generator<Buffer> {
	const isVideo = whole.toString('latin1', 4, 8) === 'ftyp';
	const start = isVideo ? Buffer.concat([whole, freeBox(size - whole.length)]) : whole;
	yield start;
	for (let left = size - start.length; left > 0; left -= BLOCK.length)
		yield BLOCK.subarray(0, Math.min(left, BLOCK.length));
}

/** The header of an MP4 box that players skip (ISO/IEC 14496-12, 8.1.2). */
function freeBox(size: number): Buffer {
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size);
	header.write('free', 4, 'latin1');
	return header;
}
