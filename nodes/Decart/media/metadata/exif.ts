import type { Metadata } from './metadata';

const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;

/**
 * The orientation that EXIF data states, from 1 to 8 (CIPA DC-008, 4.6.4).
 *
 * @param tiff EXIF data from its byte order mark on
 * @returns 1, upright, where it states none
 */
export function readOrientation(tiff: Buffer): number {
	const isLittle = tiff.toString('latin1', 0, 2) === 'II';
	const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
	const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
	const entries = u16(directory);
	for (let index = 0; index < entries; index += 1) {
		const entry = directory + 2 + index * ENTRY_BYTES;
		if (u16(entry) === ORIENTATION_TAG) return u16(entry + 8);
	}
	return 1;
}

/** The sides as they are shown: the orientations from 5 on lay the image on its side. */
export function orient(width: number, height: number, orientation: number): Metadata {
	return orientation >= 5 && orientation <= 8 ? { width: height, height: width } : { width, height };
}
