import { open, type FileHandle } from 'node:fs/promises';
import { type Box, boxesIn, findChildren, readAt, UnreadableVideoError } from './mp4Boxes';

/** The containers that Decart takes. */
export type VideoContainer = 'mp4' | 'quicktime' | 'webm';

const EBML = 0x1a45dfa3;

/**
 * Tells a video from its bytes and checks that it is whole: the boxes of an MP4 or QuickTime file must fit
 * into one another and hold a video track, a WebM file must say that it is one. Throws
 * `UnreadableVideoError` for anything else.
 */
export async function inspectVideo(path: string): Promise<VideoContainer> {
	const file = await open(path, 'r');
	try {
		const head = await readAt(file, 0, 4096);
		if (head.length >= 4 && head.readUInt32BE(0) === EBML) {
			if (head.includes('webm') || head.includes('matroska')) return 'webm';
			throw new UnreadableVideoError('An EBML file that is not WebM');
		}
		const { size } = await file.stat();
		const boxes = await boxesIn(file, 0, size);
		const brand = boxes[0]?.type === 'ftyp' ? head.toString('latin1', 8, 12) : 'qt  ';
		const videos = await videoTracks(file, boxes);
		if (videos.length === 0 || !boxes.some((box) => box.type === 'mdat')) {
			throw new UnreadableVideoError('No video track');
		}
		return brand === 'qt  ' ? 'quicktime' : 'mp4';
	} finally {
		await file.close();
	}
}

/**
 * Makes another video of an MP4 in place: its tracks are turned or mirrored by rewriting the matrix in
 * their headers, and a note is appended in a box that players skip. No frame is touched, so memory and time do not grow with
 * the file. `choice` picks among the three ways.
 */
export async function transformVideo(path: string, choice: number, note: unknown): Promise<void> {
	const file = await open(path, 'r+');
	try {
		const { size } = await file.stat();
		const boxes = await boxesIn(file, 0, size);
		for (const track of await videoTracks(file, boxes)) {
			const [header] = await findChildren(file, track, 'tkhd');
			if (header) await turnTrack(file, header, choice);
		}
		const last = boxes.at(-1);
		if (last) await closeBox(file, last);
		await file.write(noteBox(note), 0, null, size);
	} finally {
		await file.close();
	}
}

async function videoTracks(file: FileHandle, boxes: readonly Box[]): Promise<Box[]> {
	const tracks: Box[] = [];
	for (const movie of boxes.filter((box) => box.type === 'moov')) {
		for (const track of await findChildren(file, movie, 'trak')) {
			const [mediaBox] = await findChildren(file, track, 'mdia');
			const [handler] = mediaBox ? await findChildren(file, mediaBox, 'hdlr') : [];
			// The handler's type stands after version, flags and four reserved bytes.
			if (handler && (await readAt(file, handler.content + 8, 4)).toString('latin1') === 'vide') {
				tracks.push(track);
			}
		}
	}
	return tracks;
}

/** Bytes between the start of a track header's content and its matrix, for its two versions. */
const MATRIX_AT: Readonly<Record<number, number>> = { 0: 40, 1: 52 };

// The places of a matrix's entries, in bytes: an image's x and y follow from columns of it. Width and height follow it.
const ACROSS = { scale: 0, skew: 12, shift: 24 };
const DOWN = { skew: 4, scale: 16, shift: 28 };
const WIDTH = 36;
const HEIGHT = 40;

/** Turns by half (0), mirrors left to right (1) or top to bottom (2). */
async function turnTrack(file: FileHandle, header: Box, choice: number): Promise<void> {
	const [version = 0] = await readAt(file, header.content, 1);
	const position = header.content + (MATRIX_AT[version] ?? 40);
	const fields = await readAt(file, position, HEIGHT + 4);
	if (fields.length < HEIGHT + 4) throw new UnreadableVideoError('A track header breaks off');
	// A track that stands on its side shows its height across.
	const lying = fields.readInt32BE(ACROSS.scale) !== 0;
	if (choice % 3 !== 2) mirror(fields, ACROSS, fields.readInt32BE(lying ? WIDTH : HEIGHT));
	if (choice % 3 !== 1) mirror(fields, DOWN, fields.readInt32BE(lying ? HEIGHT : WIDTH));
	await file.write(fields, 0, WIDTH, position);
}

/** Turns one axis around and shifts the image back into view. */
function mirror(fields: Buffer, axis: { scale: number; skew: number; shift: number }, extent: number): void {
	fields.writeInt32BE(0 - fields.readInt32BE(axis.scale), axis.scale);
	fields.writeInt32BE(0 - fields.readInt32BE(axis.skew), axis.skew);
	fields.writeInt32BE(extent - fields.readInt32BE(axis.shift), axis.shift);
}

/** Gives a box that reaches to the end of the file its length, so that something can follow it. */
async function closeBox(file: FileHandle, box: Box): Promise<void> {
	if (!box.openEnded) return;
	if (box.end - box.start > 0xffffffff) throw new UnreadableVideoError('An endless box above 4 GiB');
	const length = Buffer.alloc(4);
	length.writeUInt32BE(box.end - box.start);
	await file.write(length, 0, 4, box.start);
}

function noteBox(note: unknown): Buffer {
	const text = Buffer.from(JSON.stringify(note));
	const box = Buffer.alloc(8 + text.length);
	box.writeUInt32BE(box.length, 0);
	box.write('free', 4, 'latin1');
	text.copy(box, 8);
	return box;
}
