import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { detectFileType, FILE_TYPE_BYTES } from '../../../nodes/Decart/media/fileType';
import { sample } from '../../../scripts/samples/media';

const image = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
const text = (value: string) => Buffer.from(value, 'latin1');

describe('a file’s type is detected from its first bytes', () => {
	it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('a real %s', async (format) => {
		const bytes = await image.clone().toFormat(format).toBuffer();
		expect(detectFileType(bytes.subarray(0, FILE_TYPE_BYTES))?.mimeType).toBe(`image/${format}`);
	});

	it('a real MP4', () => {
		expect(detectFileType(sample('coffee-zoom.mp4').bytes.subarray(0, FILE_TYPE_BYTES))).toEqual({
			mimeType: 'video/mp4',
			extension: 'mp4',
		});
	});

	it.each([
		['video/quicktime', text('\0\0\0\x14ftypqt  \0\0\0\0qt  ')],
		['video/quicktime', text('\0\0\0\x08wide\0\0\0\0mdat')],
		['video/mp4', text('\0\0\0\x18ftypisom\0\0\0\0')],
		['image/heic', text('\0\0\0\x18ftypheic\0\0\0\0')],
		[
			'video/webm',
			text('\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm'),
		],
		['video/x-matroska', text('\x1aE\xdf\xa3\x93B\x82\x88matroska')],
		['video/x-msvideo', text('RIFF\0\0\0\0AVI LIST')],
		['image/bmp', text('BM\x46\0\0\0\0\0\0\0\x36\0')],
		['application/pdf', text('%PDF-1.7\n')],
		['application/zip', text('PK\x03\x04\x14\0')],
		['text/html', text('\n <!DOCTYPE html><html lang="en">')],
		['image/svg+xml', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">')],
		['image/svg+xml', text('<svg viewBox="0 0 1 1">')],
		['text/plain', text('{"detail":"Not found"}')],
		['text/plain', Buffer.from('Grüße, 世界\n')],
	])('%s', (mimeType, bytes) => {
		expect(detectFileType(bytes)?.mimeType).toBe(mimeType);
	});

	it.each([
		['nothing', text('')],
		['bytes of no known type', Buffer.from([0, 1, 2, 3, 4, 5, 6, 7])],
		['a signature that is not at the start', text('\0\x89PNG\r\n\x1a\n')],
		['the beginning of a signature', text('\x89PNG\r\n\0')],
	])('%s tells nothing', (_, bytes) => {
		expect(detectFileType(bytes)).toBeUndefined();
	});
});
