import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';

const CHANNELS = 3;

/** A PNG of about so many bytes: noise, which no compression makes smaller. */
export async function noisePng(bytes: number): Promise<Buffer<ArrayBuffer>> {
	const side = Math.max(1, Math.floor(Math.sqrt(bytes / CHANNELS)));
	const raw = randomBytes(side * side * CHANNELS);
	return await sharp(raw, { raw: { width: side, height: side, channels: CHANNELS } })
		.png({ compressionLevel: 0 })
		.toBuffer();
}

const BLOCK = Buffer.alloc(1024 * 1024);
const BOX_HEADER_BYTES = 8;

/** A whole MP4 and behind it a `free` box (ISO/IEC 14496-12, 8.1.2), which players skip: `size` bytes in all. */
export function* paddedMp4(clip: Buffer, size: number): Generator<Buffer> {
	const padding = Math.max(BOX_HEADER_BYTES, size - clip.length);
	const header = Buffer.alloc(BOX_HEADER_BYTES);
	header.writeUInt32BE(padding);
	header.write('free', 4, 'latin1');
	yield Buffer.concat([clip, header]);
	for (let left = padding - BOX_HEADER_BYTES; left > 0; left -= BLOCK.length)
		yield BLOCK.subarray(0, Math.min(left, BLOCK.length));
}

/** Writes such an MP4 to the disk without holding it. */
export async function writePaddedMp4(path: string, clip: Buffer, size: number): Promise<void> {
	await pipeline(Readable.from(paddedMp4(clip, size), { objectMode: false }), createWriteStream(path));
}
