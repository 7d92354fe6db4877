import type { Metadata } from './metadata';
import { readBoxes, type BoxVisitor } from './mp4Boxes';
import { addFragmentRun, createTrack, summarizeTrack, type Movie, type Track } from './mp4Track';
import { read, type Parser } from './parser';

const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'mvex', 'moof', 'traf']);

/** How much of a box is read; a run of samples longer than this leaves the duration unknown. */
const BOX_BYTES: Readonly<Record<string, number>> = {
	mvhd: 32,
	tkhd: 96,
	mdhd: 36,
	hdlr: 12,
	elst: 4096,
	stsd: 44,
	stts: 24,
	ctts: 16,
	trex: 24,
	tfhd: 40,
	tfdt: 12,
	trun: 2 ** 20,
};

/**
 * Follows the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12) wherever its `moov` stands, and its fragments
 * where it has some. Media data is passed over.
 */
export function* readMp4(): Parser<Metadata> {
	const movie: Movie = { tracks: [], timescale: 0, isFragmented: false };
	yield* readBoxes(Infinity, visitor(movie));
	return summarize(movie);
}

function visitor(movie: Movie): BoxVisitor {
	return {
		isContainer: (type) => CONTAINERS.has(type),
		enter(type) {
			if (type === 'trak') movie.tracks.push(createTrack());
			if (type === 'mvex') movie.isFragmented = true;
			if (type === 'traf') movie.run = undefined;
		},
		// Without fragments nothing that comes behind the movie's own box says more of it.
		isOver: (type) => type === 'moov' && !movie.isFragmented,
		*content(type, size) {
			const limit = Object.hasOwn(BOX_BYTES, type) ? (BOX_BYTES[type] ?? 0) : 0;
			if (limit === 0) return 0;
			const box = yield* read(Math.min(limit, size));
			readContent(movie, type, box, size);
			return box.length;
		},
	};
}

function readContent(movie: Movie, type: string, box: Buffer, size: number): void {
	const isLong = box[0] === 1;
	const track = movie.tracks.at(-1);
	switch (type) {
		case 'mvhd':
			movie.timescale = box.readUInt32BE(isLong ? 20 : 12);
			return;
		case 'trex':
			movie.tracks
				.filter(({ id }) => id === box.readUInt32BE(4))
				.forEach((extended) => {
					extended.defaultSampleDuration = box.readUInt32BE(12);
				});
			return;
		case 'tfhd':
		case 'tfdt':
		case 'trun':
			addFragmentRun(movie, type, box, size);
			return;
		default:
			if (track) readTrackBox(track, type, box, isLong);
	}
}

function readTrackBox(track: Track, type: string, box: Buffer, isLong: boolean): void {
	switch (type) {
		case 'tkhd':
			track.isEnabled = (box.readUInt8(3) & 1) === 1;
			track.id = box.readUInt32BE(isLong ? 20 : 12);
			track.duration = isLong ? readLong(box, 28) : readShort(box, 20);
			readPlacement(track, box.subarray(isLong ? 52 : 40));
			return;
		case 'mdhd':
			track.timescale = box.readUInt32BE(isLong ? 20 : 12);
			track.mediaDuration = isLong ? readLong(box, 24) : readShort(box, 16);
			return;
		case 'hdlr':
			// QuickTime has a second one, of the data: it does not speak of the track.
			track.isVideo ||= box.toString('latin1', 8, 12) === 'vide';
			return;
		case 'elst':
			readEdits(track, box, isLong);
			return;
		case 'stsd':
			if (track.isVideo) readFrameSize(track, box);
			return;
		case 'ctts':
			track.firstOffset = box.readUInt32BE(4) > 0 ? box.readInt32BE(12) : 0;
			return;
		case 'stts':
			readSampleTimes(track, box);
	}
}

/** The matrix says how the frames are turned; other angles are left out. */
function readPlacement(track: Track, placement: Buffer): void {
	const [a, b, , c, d] = [0, 4, 8, 12, 16].map((at) => placement.readInt32BE(at));
	if (b === 0 && c === 0) track.turn = 'none';
	if (a === 0 && d === 0) track.turn = 'sideways';
}

/** The media time of an edit that shows nothing, such as before a video that begins later than its sound. */
const EMPTY_EDIT = -1;

/** The sides of the frames as they are coded stand in the first sample entry. */
function readFrameSize(track: Track, box: Buffer): void {
	if (box.readUInt32BE(4) === 1)
		track.coded = { width: box.readUInt16BE(40), height: box.readUInt16BE(42) };
}

function readEdits(track: Track, box: Buffer, isLong: boolean): void {
	const count = box.readUInt32BE(4);
	const entryBytes = isLong ? 20 : 12;
	if (8 + count * entryBytes > box.length) {
		track.edits = 'many';
		track.emptyDuration = NaN;
		return;
	}
	const edits = Array.from({ length: count }, (_, index) => readEdit(box, 8 + index * entryBytes, isLong));
	const shown = edits.filter(({ mediaTime }) => mediaTime !== EMPTY_EDIT);
	track.edits = shown.length > 1 ? 'many' : shown[0];
	track.emptyDuration = edits
		.filter(({ mediaTime }) => mediaTime === EMPTY_EDIT)
		.reduce((sum, { duration }) => sum + duration, 0);
}

function readEdit(box: Buffer, at: number, isLong: boolean): { duration: number; mediaTime: number } {
	return isLong
		? { duration: readLong(box, at), mediaTime: Number(box.readBigInt64BE(at + 8)) }
		: { duration: readShort(box, at), mediaTime: box.readInt32BE(at + 4) };
}

/** Frames last equally long where there is one entry, or where only the last frame differs. */
function readSampleTimes(track: Track, box: Buffer): void {
	const count = box.readUInt32BE(4);
	track.hasSamples = count > 0;
	const isConstant = count === 1 || (count === 2 && box.readUInt32BE(16) === 1);
	const isOneFrame = count === 1 && box.readUInt32BE(8) === 1;
	if (isConstant && !isOneFrame) track.sampleDuration = box.readUInt32BE(12);
}

/** All bits set stand for a duration that is not known. */
function readShort(box: Buffer, at: number): number {
	const value = box.readUInt32BE(at);
	return value === 0xffffffff ? 0 : value;
}

function readLong(box: Buffer, at: number): number {
	const value = box.readBigUInt64BE(at);
	return value === 0xffffffffffffffffn ? 0 : Number(value);
}

/** Says what all its video tracks agree on. Tracks that are not enabled do not count beside those that are. */
function summarize(movie: Movie): Metadata {
	const videos = movie.tracks.filter(({ isVideo }) => isVideo);
	const enabled = videos.filter(({ isEnabled }) => isEnabled);
	const [first, ...others] = (enabled.length > 0 ? enabled : videos).map((track) =>
		summarizeTrack(track, movie),
	);
	const agreed = Object.entries(first ?? {}).filter(([key, value]) =>
		others.every((other) => other[key as keyof Metadata] === value),
	);
	return Object.fromEntries(agreed) as Metadata;
}
