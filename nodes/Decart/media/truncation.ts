/** Watches a file stream by and tells whether it is complete. */
export interface TruncationDetector {
	feed(chunk: Buffer): void;
	isComplete(): boolean;
	/** Whether a few bytes follow the last part, too few to tell padding from the beginning of a part that is missing. */
	isPadded(): boolean;
}

const JPEG_END = Buffer.from('ffd9', 'hex');

/**
 * A check by the file's own format, since a truncated response can still claim to be complete: a PNG
 * ends with its IEND chunk (PNG specification, 11.2.5), a JPEG with EOI (ITU T.81, B.1.1.3), and the boxes of
 * an MP4 add up to its length (ISO/IEC 14496-12, 4.2). A file of another type counts as complete.
 */
export function createTruncationDetector(mimeType: string): TruncationDetector {
	switch (mimeType) {
		case 'image/png':
			return pngChunks();
		case 'image/jpeg':
			return endsWith(JPEG_END);
		case 'video/mp4':
		case 'video/quicktime':
			return boxesAddUp();
		default:
			return { feed: () => undefined, isComplete: () => true, isPadded: () => false };
	}
}

/** Encoders may pad the end, so the end marker may stand anywhere in the last kilobytes. */
const TAIL_BYTES = 4096;

function endsWith(mark: Buffer): TruncationDetector {
	let tail = Buffer.alloc(0);
	return {
		feed(chunk) {
			tail = Buffer.concat([tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
		},
		isComplete: () => tail.includes(mark),
		isPadded: () => false,
	};
}

const PNG_SIGNATURE_BYTES = 8;
const PNG_CHUNK_HEADER_BYTES = 8;
const PNG_CRC_BYTES = 4;

/** Follows the chunks to IEND; what comes after it is not part of the image. */
function pngChunks(): TruncationDetector {
	let header = Buffer.alloc(0);
	let left = PNG_SIGNATURE_BYTES;
	let isLast = false;
	let hasEnd = false;
	return {
		feed(chunk) {
			for (let rest = chunk; rest.length > 0 && !hasEnd;) {
				const skipped = Math.min(left, rest.length);
				left -= skipped;
				rest = rest.subarray(skipped);
				if (left > 0) return;
				if (isLast) {
					hasEnd = true;
					return;
				}
				const wanted = PNG_CHUNK_HEADER_BYTES - header.length;
				header = Buffer.concat([header, rest.subarray(0, wanted)]);
				rest = rest.subarray(wanted);
				if (header.length < PNG_CHUNK_HEADER_BYTES) return;
				left = header.readUInt32BE(0) + PNG_CRC_BYTES;
				isLast = header.toString('latin1', 4) === 'IEND';
				header = Buffer.alloc(0);
			}
		},
		isComplete: () => hasEnd || (isLast && left === 0),
		isPadded: () => false,
	};
}

const HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;

function boxesAddUp(): TruncationDetector {
	let header = Buffer.alloc(0);
	let left = 0;
	return {
		feed(chunk) {
			for (let rest = chunk; rest.length > 0;) {
				const skipped = Math.min(left, rest.length);
				left -= skipped;
				rest = rest.subarray(skipped);
				if (rest.length === 0) return;
				const wanted = headerLength(header) - header.length;
				header = Buffer.concat([header, rest.subarray(0, wanted)]);
				rest = rest.subarray(wanted);
				if (header.length < headerLength(header)) continue;
				left = boxSize(header) - header.length;
				header = Buffer.alloc(0);
			}
		},
		isComplete: () => header.length === 0 && (left === 0 || left === Infinity),
		isPadded: () => header.length > 0 && header.length < HEADER_BYTES && left === 0,
	};
}

/** Size 1 says that the true size, of 64 bits, follows the box's type. */
function headerLength(header: Buffer): number {
	return header.length >= HEADER_BYTES && header.readUInt32BE(0) === 1 ? LONG_HEADER_BYTES : HEADER_BYTES;
}

/** Size 0 says that the box goes on to the end of the file. */
function boxSize(header: Buffer): number {
	const size = header.readUInt32BE(0);
	if (size === 1) return Number(header.readBigUInt64BE(HEADER_BYTES));
	return size === 0 ? Infinity : Math.max(size, header.length);
}
