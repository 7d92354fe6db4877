import { orient, readOrientation } from './exif';
import type { Metadata } from './metadata';
import { read, skip, type Parser } from './parser';

const APP1 = 0xe1;
const EXIF = 'Exif\0\0';
/** The frame headers, SOF0 to SOF15; three of their numbers mean something else (ITU T.81, table B.1). */
const isFrameHeader = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Markers that stand alone, without a length: TEM, RST0 to RST7 and SOI. */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Follows the segments up to the frame header, past the EXIF data that can turn the image. */
export function* readJpeg(): Parser<Metadata> {
	let orientation = 1;
	for (;;) {
		const marker = yield* readMarker();
		// The image data begins with no frame header before it, or the file is over.
		if (marker === undefined || marker === 0xda || marker === 0xd9) return {};
		if (isAlone(marker)) continue;
		const length = (yield* read(2)).readUInt16BE(0) - 2;
		if (isFrameHeader(marker)) {
			const frame = yield* read(5);
			return orient(frame.readUInt16BE(3), frame.readUInt16BE(1), orientation);
		}
		if (marker !== APP1) yield* skip(length);
		else orientation = exifOrientation(yield* read(length)) ?? orientation;
	}
}

/** A marker is 0xff, which may be repeated, and a byte that tells its kind. */
function* readMarker(): Parser<number | undefined> {
	const first = yield* read(1);
	if (first[0] !== 0xff) return undefined;
	for (;;) {
		const next = yield* read(1);
		if (next[0] !== 0xff) return next[0];
	}
}

function exifOrientation(segment: Buffer): number | undefined {
	if (segment.toString('latin1', 0, EXIF.length) !== EXIF) return undefined;
	return readOrientation(segment.subarray(EXIF.length));
}
