import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createTruncationDetector } from '../../../nodes/Decart/media/truncation';
import { sample } from '../../../scripts/samples/media';

const cat = sample('cat.png').bytes;
const clip = sample('coffee-zoom.mp4').bytes;
const jpeg = sample('coffee.jpg').bytes;

function isComplete(mimeType: string, bytes: Buffer, chunkSize = 1000): boolean {
	const check = createTruncationDetector(mimeType);
	for (let at = 0; at < bytes.length; at += chunkSize) check.feed(bytes.subarray(at, at + chunkSize));
	return check.isComplete();
}

const box = (type: string, size: number, content = size - 8) => {
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size);
	header.write(type, 4, 'latin1');
	return Buffer.concat([header, Buffer.alloc(content)]);
};
const longBox = (type: string, content: number) => {
	const header = Buffer.alloc(16);
	header.writeUInt32BE(1);
	header.write(type, 4, 'latin1');
	header.writeBigUInt64BE(BigInt(16 + content), 8);
	return Buffer.concat([header, Buffer.alloc(content)]);
};

describe.each([1, 7, 64, 1000, 10_000_000])('in chunks of %d bytes', (chunkSize) => {
	it.each([
		['image/png', cat.subarray(0, 20_000), cat.subarray(20_000)],
		['image/jpeg', jpeg.subarray(0, 20_000), jpeg.subarray(-20_000)],
	])('%s is whole with its end and not without it', (mimeType, start, end) => {
		expect(isComplete(mimeType, Buffer.concat([start, end]), chunkSize)).toBe(true);
		expect(isComplete(mimeType, Buffer.concat([start, end.subarray(0, -1)]), chunkSize)).toBe(false);
		expect(isComplete(mimeType, start, chunkSize)).toBe(false);
	});

	it('an MP4 is whole when its boxes add up, and not when a byte is missing', () => {
		const whole = Buffer.concat([box('ftyp', 24), longBox('mdat', 5000), box('moov', 300)]);
		expect(isComplete('video/mp4', whole, chunkSize)).toBe(true);
		for (const cut of [1, 299, 300, 305, 5300, 5320]) {
			const isBetweenBoxes = cut === 300;
			expect(isComplete('video/mp4', whole.subarray(0, -cut), chunkSize)).toBe(isBetweenBoxes);
		}
	});

	it('an MP4 whose last box has no end is whole wherever it ends', () => {
		const open = Buffer.concat([box('ftyp', 24), box('mdat', 0, 500)]);
		expect(isComplete('video/mp4', open, chunkSize)).toBe(true);
	});
});

describe('a real file', () => {
	it.each([
		['image/png', cat],
		['image/jpeg', jpeg],
		['video/mp4', clip],
	])('%s is whole, and cut anywhere it is not', (mimeType, bytes) => {
		expect(isComplete(mimeType, bytes)).toBe(true);
		for (const share of [0.1, 0.5, 0.9, 0.999]) {
			expect(isComplete(mimeType, bytes.subarray(0, Math.floor(bytes.length * share)))).toBe(false);
		}
	});

	it('a PNG may have some bytes behind its end', () => {
		expect(isComplete('image/png', Buffer.concat([cat, Buffer.alloc(100)]))).toBe(true);
	});

	it('a file of a type without a known end counts as whole', async () => {
		const webp = await sharp(cat).resize(16).webp().toBuffer();
		expect(isComplete('image/webp', webp.subarray(0, 40))).toBe(true);
	});

	it('nothing at all is no PNG', () => {
		expect(isComplete('image/png', Buffer.alloc(0))).toBe(false);
	});
});
