import { orient, readOrientation } from './exif';
import type { Metadata } from './metadata';
import { read, skip, type Parser } from './parser';

const EXIF_FLAG = 0x08;
const MAX_EXIF_BYTES = 256 * 1024;

/** Reads the first chunk, which holds the sides in one of three ways (WebP container specification). */
export function* readWebp(): Parser<Metadata> {
	yield* skip(12);
	const { type, size } = yield* readChunkHeader();
	switch (type) {
		case 'VP8 ': {
			const frame = yield* read(10);
			if (frame.toString('hex', 3, 6) !== '9d012a') return {};
			return { width: frame.readUInt16LE(6) & 0x3fff, height: frame.readUInt16LE(8) & 0x3fff };
		}
		case 'VP8L': {
			const frame = yield* read(5);
			if (frame[0] !== 0x2f) return {};
			const bits = frame.readUInt32LE(1);
			return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
		}
		case 'VP8X': {
			const canvas = yield* read(10);
			yield* skip(padded(size) - 10);
			const [width, height] = [canvas.readUIntLE(4, 3) + 1, canvas.readUIntLE(7, 3) + 1];
			const hasExif = (canvas.readUInt8(0) & EXIF_FLAG) !== 0;
			return hasExif ? orient(width, height, yield* findOrientation()) : { width, height };
		}
		default:
			return {};
	}
}

/** EXIF data stands behind the image. A file without the EXIF data that it announces is upright. */
function* findOrientation(): Parser<number> {
	for (;;) {
		const { type, size } = yield* readChunkHeader();
		if (type === '') return 1;
		if (type !== 'EXIF') {
			yield* skip(padded(size));
			continue;
		}
		const exif = yield* read(Math.min(size, MAX_EXIF_BYTES));
		// Some encoders put the mark of a JPEG's EXIF segment before the data.
		return readOrientation(exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif);
	}
}

function* readChunkHeader(): Parser<{ readonly type: string; readonly size: number }> {
	const header = yield* read(8);
	if (header.length < 8) return { type: '', size: 0 };
	return { type: header.toString('latin1', 0, 4), size: header.readUInt32LE(4) };
}

function padded(size: number): number {
	return size + (size % 2);
}
