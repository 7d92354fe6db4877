import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metadata } from '../../../nodes/Decart/media/metadata/metadata';
import { createMetadataReader } from '../../../nodes/Decart/media/metadata/metadataReader';
import { sample } from '../../../scripts/samples/media';

const TYPES: Readonly<Record<string, string>> = {
	png: 'image/png',
	jpg: 'image/jpeg',
	webp: 'image/webp',
	mp4: 'video/mp4',
	mov: 'video/quicktime',
};

const load = (name: string) => readFileSync(join(__dirname, '../../media', name));

function readFile(name: string, bytes = load(name), chunkSize = 1000): Metadata {
	const reader = createMetadataReader(TYPES[name.split('.').at(-1) ?? ''] ?? '');
	for (let at = 0; at < bytes.length; at += chunkSize) reader.feed(bytes.subarray(at, at + chunkSize));
	return reader.end();
}

const upright = { width: 96, height: 64 };
const sideways = { width: 64, height: 96 };
const clip = { ...upright, durationSeconds: 2, fps: 25 };

/** What ffprobe and sharp say of these files, and a player shows. */
const FILES: readonly (readonly [name: string, metadata: Metadata])[] = [
	['ffmpeg.png', upright],
	['graphicsmagick.png', upright],
	['sharp.png', upright],
	['ffmpeg.jpg', upright],
	['graphicsmagick.jpg', upright],
	['sharp-progressive.jpg', upright],
	['sharp-turned.jpg', sideways],
	['ffmpeg-lossy.webp', upright],
	['ffmpeg-lossless.webp', upright],
	['graphicsmagick.webp', upright],
	['sharp-lossy.webp', upright],
	['sharp-alpha.webp', upright],
	['sharp-turned.webp', sideways],
	['x264-moov-last.mp4', clip],
	['x264-moov-first.mp4', clip],
	['x264-fragmented.mp4', clip],
	['x264-fragmented-hybrid.mp4', { ...upright, durationSeconds: 2 }],
	['x264-with-longer-audio.mp4', clip],
	['x264-rotated.mp4', { ...clip, ...sideways }],
	['x264-quicktime.mov', { ...upright, durationSeconds: 2.002, fps: 29.97 }],
	['mpeg4.mp4', clip],
	['xvid-fragmented.mp4', clip],
	['vp9.mp4', clip],
	['x264-wide-pixels.mp4', clip],
	['x264-upside-down.mp4', clip],
	['x264-trimmed.mp4', { ...clip, durationSeconds: 1.5 }],
	['x264-late-video.mp4', clip],
	['x264-fragmented-late-video.mp4', clip],
	['gstreamer-moov-last.mp4', clip],
	['gstreamer-moov-first.mp4', clip],
	['gstreamer-moov-reserved.mp4', clip],
	['gstreamer-no-edits.mp4', clip],
	['gstreamer-fragmented.mp4', clip],
	['gstreamer-fragmented-hybrid.mp4', clip],
	['gstreamer-fragmented-with-audio.mp4', clip],
	['gstreamer-smooth-streaming.mp4', clip],
	['gstreamer-with-longer-audio.mp4', clip],
	['gstreamer-late-video.mp4', clip],
	['gstreamer-wide-pixels.mp4', clip],
	['gstreamer-x265.mp4', clip],
	['gstreamer-3gpp.mp4', clip],
	['gstreamer-quicktime.mov', { ...upright, durationSeconds: 2.002, fps: 29.97 }],
	['gstreamer-jpeg.mov', { ...upright, durationSeconds: 1, fps: 10 }],
	['gstreamer-variable-rate.mp4', { ...upright, durationSeconds: 2 }],
	['gstreamer-two-videos.mp4', {}],
	['vlc-rotated.mp4', { ...sideways, durationSeconds: 1.88 }],
	['vlc-with-audio.mp4', { ...upright, durationSeconds: 1.88 }],
	['vlc-quicktime.mov', { ...upright, durationSeconds: 1.902 }],
	['vlc-variable-rate.mp4', { ...upright, durationSeconds: 1.68 }],
	['vlc-fragmented-rotated.mp4', { ...sideways, durationSeconds: 0.4, fps: 25 }],
	['vlc-fragmented-with-audio.mp4', { ...upright, durationSeconds: 0.92, fps: 25 }],
];

describe.each([1, 7, 1000, 10_000_000])('in chunks of %d bytes', (chunkSize) => {
	it.each(FILES)('%s', (name, metadata) => {
		expect(readFile(name, load(name), chunkSize)).toEqual(metadata);
	});
});

describe('what a file does not say clearly is left out', () => {
	it('the frame rate, when frames do not last equally long', () => {
		const metadata = readFile('x264-variable-rate.mp4');
		expect(metadata).toMatchObject(upright);
		expect(metadata).not.toHaveProperty('fps');
	});

	it('the size, when frames are turned by another angle than a right one', () => {
		const bytes = Buffer.from(load('x264-moov-first.mp4'));
		const matrix = bytes.indexOf('tkhd') + 4 + 40;
		[0.7071, 0.7071, 0, -0.7071, 0.7071].forEach((value, index) =>
			bytes.writeInt32BE(Math.round(value * 65536), matrix + index * 4),
		);
		expect(readFile('x264-moov-first.mp4', bytes)).toEqual({ durationSeconds: 2, fps: 25 });
	});

	it('the duration, when there are more edits than are read', () => {
		const bytes = Buffer.from(load('x264-moov-first.mp4'));
		bytes.writeUInt32BE(2, bytes.indexOf('elst') + 8);
		expect(readFile('x264-moov-first.mp4', bytes)).toEqual({ ...upright, fps: 25 });
	});

	it('what two enabled video tracks do not agree on', () => {
		const bytes = Buffer.from(load('x264-two-videos.mp4'));
		const second = { width: 64, height: 48, durationSeconds: 1, fps: 10 };
		expect(readFile('x264-two-videos.mp4', bytes)).toEqual(second);
		for (let at = bytes.indexOf('tkhd'); at >= 0; at = bytes.indexOf('tkhd', at + 1)) bytes[at + 7] = 3;
		expect(readFile('x264-two-videos.mp4', bytes)).toEqual({});
	});
});

describe('a reader', () => {
	it('is done with an image and with a moov that comes first, before the media data', () => {
		const image = createMetadataReader('image/png');
		image.feed(load('ffmpeg.png').subarray(0, 24));
		expect(image.isDone()).toBe(true);
		const bytes = load('x264-moov-first.mp4');
		const video = createMetadataReader('video/mp4');
		video.feed(bytes.subarray(0, bytes.indexOf('mdat')));
		expect(video.isDone()).toBe(true);
	});

	it('says nothing of a type that it does not know, of no bytes, and of something else', () => {
		for (const type of ['video/webm', 'constructor', ...Object.values(TYPES)]) {
			expect(createMetadataReader(type).end()).toEqual({});
			const reader = createMetadataReader(type);
			reader.feed(Buffer.from('<html>no image and no video at all, but long enough</html>'));
			expect(reader.end()).toEqual({});
		}
	});

	it.each([
		['nothing of each sample', 0x000000],
		['the size of each sample', 0x000200],
		['the duration of each sample', 0x000100],
	])('does not count through the samples that a damaged run of %s declares', (_, flags) => {
		const bytes = Buffer.from(load('x264-fragmented.mp4'));
		const run = bytes.indexOf('trun') + 4;
		bytes.writeUIntBE(flags, run + 1, 3);
		bytes.writeUInt32BE(0xffffffff, run + 4);
		expect(readFile('x264-fragmented.mp4', bytes)).not.toHaveProperty('durationSeconds');
	});

	it.each([
		['ffmpeg.png', '49484452', 6],
		['ffmpeg.png', '49484452', 10],
		['ffmpeg.jpg', 'ffc0', 5],
		['ffmpeg.jpg', 'ffc0', 7],
		['ffmpeg-lossy.webp', '9d012a', 3],
		['ffmpeg-lossy.webp', '9d012a', 5],
		['x264-moov-first.mp4', '73747364', 44],
		['x264-moov-first.mp4', '73747364', 46],
	])('leaves out the size of %s with a side of 0 (at 0x%s, %d)', (name, mark, offset) => {
		const bytes = Buffer.from(load(name));
		bytes.writeUInt16BE(0, bytes.indexOf(mark, 0, 'hex') + offset);
		const metadata = readFile(name, bytes);
		expect(metadata).not.toHaveProperty('width');
		expect(metadata).not.toHaveProperty('height');
	});

	it('leaves out a duration that is too short to be reported', () => {
		const bytes = Buffer.from(load('x264-moov-first.mp4'));
		// The movie's time scale: 16,778,216 units a second instead of 1,000.
		bytes.writeUInt8(1, 60);
		expect(readFile('x264-moov-first.mp4', bytes)).not.toHaveProperty('durationSeconds');
	});

	it('never fails, however a file is damaged or truncated', () => {
		const damage = fc.record({
			file: fc.constantFrom(...FILES.map(([name]) => name)),
			at: fc.nat(12_000),
			byte: fc.nat(255),
			cut: fc.nat(12_000),
			chunk: fc.integer({ min: 1, max: 3000 }),
		});
		fc.assert(
			fc.property(damage, ({ file, at, byte, cut, chunk }) => {
				const bytes = Buffer.from(load(file));
				bytes[at % bytes.length] = byte;
				const metadata = readFile(
					file,
					bytes.subarray(0, bytes.length - (cut % bytes.length)),
					chunk,
				);
				for (const value of Object.values(metadata)) expect(value).toBeGreaterThan(0);
			}),
			{ numRuns: 500 },
		);
	});

	it('reads the examples', () => {
		const { bytes } = sample('coffee-zoom.mp4');
		expect(readFile('coffee-zoom.mp4', bytes)).toEqual({
			width: 1280,
			height: 720,
			durationSeconds: 3,
			fps: 25,
		});
		expect(readFile('cat.png', sample('cat.png').bytes)).toEqual({ width: 451, height: 300 });
	});
});
