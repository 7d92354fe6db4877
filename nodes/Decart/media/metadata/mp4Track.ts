import type { Metadata } from './metadata';

interface Size {
	readonly width: number;
	readonly height: number;
}

/** What was read of a track; durations count in its timescale, if not said otherwise. */
export interface Track {
	id: number;
	isVideo: boolean;
	isEnabled: boolean;
	/** The sides of its frames, in pixels. */
	coded?: Size;
	turn?: 'none' | 'sideways';
	/** In the movie's timescale, as the edits leave it; 0 when it is not known. */
	duration: number;
	timescale: number;
	mediaDuration: number;
	/** How much of the duration shows nothing: empty edits, in the movie's timescale. */
	emptyDuration: number;
	/** The only edit that is not empty, or that there are many. */
	edits?: { readonly mediaTime: number } | 'many' | undefined;
	/** Of every sample of the movie's own table, where they last equally long. */
	sampleDuration?: number;
	hasSamples: boolean;
	defaultSampleDuration: number;
	/** How much later than decoded its first sample is shown. */
	firstOffset?: number;
	fragments: Fragments;
}

/** What a track's fragments add up to. */
interface Fragments {
	duration: number;
	/** The durations that samples have, two of them at most. */
	readonly sampleDurations: Set<number>;
	/** Fragments that leave a gap or cannot be read: their sum would be wrong. */
	isUnclear: boolean;
}

export interface Movie {
	readonly tracks: Track[];
	/** Units a second. */
	timescale: number;
	isFragmented: boolean;
	/** The fragment that is being read. */
	run?: { readonly track: Track; readonly defaultDuration: number } | undefined;
}

export function createTrack(): Track {
	return {
		id: 0,
		isVideo: false,
		isEnabled: false,
		duration: 0,
		emptyDuration: 0,
		timescale: 0,
		mediaDuration: 0,
		hasSamples: false,
		defaultSampleDuration: 0,
		fragments: { duration: 0, sampleDurations: new Set(), isUnclear: false },
	};
}

/** Takes in a box of a fragment: its header, its time, or a run of its samples. */
export function addFragmentRun(
	movie: Movie,
	type: 'tfhd' | 'tfdt' | 'trun',
	box: Buffer,
	size: number,
): void {
	if (type === 'tfhd') {
		const track = movie.tracks.find(({ id }) => id === box.readUInt32BE(4));
		movie.run = track && {
			track,
			defaultDuration: readDefaultDuration(box) ?? track.defaultSampleDuration,
		};
		return;
	}
	if (!movie.run) return;
	const { track, defaultDuration } = movie.run;
	if (type === 'tfdt') {
		const time = box[0] === 1 ? Number(box.readBigUInt64BE(4)) : box.readUInt32BE(4);
		const expected = track.fragments.duration + (track.hasSamples ? track.mediaDuration : 0);
		track.fragments.isUnclear ||= time !== expected;
	} else if (box.length < size) track.fragments.isUnclear = true;
	else addSamples(track, box, defaultDuration);
}

/** The header's optional fields stand in a fixed order, each announced by a flag (8.8.7). */
function readDefaultDuration(box: Buffer): number | undefined {
	const flags = box.readUIntBE(1, 3);
	if ((flags & 0x08) === 0) return undefined;
	return box.readUInt32BE(8 + ((flags & 0x01) !== 0 ? 8 : 0) + ((flags & 0x02) !== 0 ? 4 : 0));
}

/**
 * Optional fields of a run and of its samples, by their flags (8.8.8).
 *
 * @throws for a run that declares more samples than it has room for
 */
function addSamples(track: Track, box: Buffer, defaultDuration: number): void {
	const { fragments } = track;
	const flags = box.readUIntBE(1, 3);
	const has = (flag: number) => (flags & flag) !== 0;
	const start = 8 + (has(0x01) ? 4 : 0) + (has(0x04) ? 4 : 0);
	const fields = [0x100, 0x200, 0x400, 0x800].filter(has).length;
	const count = box.readUInt32BE(4);
	if (count === 0) return;
	// The count is the file's own word: a damaged one would be counted through for minutes.
	if (start + count * fields * 4 > box.length) throw new RangeError('The run does not fit into its box');
	track.firstOffset ??= has(0x800) ? box.readInt32BE(start + (fields - 1) * 4) : 0;
	if (!has(0x100)) {
		addDuration(fragments, defaultDuration, count);
		return;
	}
	for (let index = 0; index < count; index += 1)
		addDuration(fragments, box.readUInt32BE(start + index * fields * 4), 1);
}

function addDuration(fragments: Fragments, duration: number, count: number): void {
	// Two different ones tell as much as a million.
	if (fragments.sampleDurations.size < 2) fragments.sampleDurations.add(duration);
	fragments.duration += duration * count;
}

/** What a track says, in seconds and pixels. */
export function summarizeTrack(track: Track, movie: Movie): Metadata {
	const seconds = round(movie.isFragmented ? fragmentedSeconds(track) : plainSeconds(track, movie));
	const sampleDuration = readSampleDuration(track, movie);
	const fps = round(sampleDuration ? track.timescale / sampleDuration : 0);
	return {
		...readSize(track),
		...(isMeaningful(seconds) && { durationSeconds: seconds }),
		...(isMeaningful(fps) && { fps }),
	};
}

/** The size of the frames as ffprobe counts it, in pixels, whether those are square or not. */
function readSize({ coded, turn }: Track): Partial<Size> {
	if (!coded) return {};
	if (turn === 'none') return coded;
	return turn === 'sideways' ? { width: coded.height, height: coded.width } : {};
}

function plainSeconds({ duration, emptyDuration }: Track, { timescale }: Movie): number {
	return (duration - emptyDuration) / timescale;
}

/** The header of a fragmented file speaks of its first part at most, so that the fragments are added up. */
function fragmentedSeconds(track: Track): number {
	const { edits, fragments, timescale } = track;
	if (fragments.isUnclear || edits === 'many') return NaN;
	const own = track.hasSamples ? track.mediaDuration : 0;
	const skipped = Math.max(0, (edits?.mediaTime ?? 0) - (track.firstOffset ?? 0));
	return (own + fragments.duration - skipped) / timescale;
}

function readSampleDuration(track: Track, { isFragmented }: Movie): number | undefined {
	if (!isFragmented) return track.sampleDuration;
	if (track.hasSamples || track.fragments.isUnclear) return undefined;
	const [only, ...others] = track.fragments.sampleDurations;
	return others.length === 0 ? only : undefined;
}

function isMeaningful(value: number): boolean {
	return Number.isFinite(value) && value > 0;
}

/** To a thousandth. */
function round(value: number): number {
	return Math.round(value * 1000) / 1000;
}
