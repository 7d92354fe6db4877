import type { FileHandle } from 'node:fs/promises';

/** One box of an MP4 or QuickTime file (ISO 14496-12): a length, a name, and what they enclose. */
export interface Box {
	readonly type: string;
	/** Where the box begins in the file. */
	readonly start: number;
	/** Where its content begins, after the 8 or 16 bytes of its header. */
	readonly content: number;
	readonly end: number;
	/** Whether it says "to the end of the file" instead of a length. */
	readonly openEnded: boolean;
}

/** A file that is no video, or a damaged one. */
export class UnreadableVideoError extends Error {
	override readonly name = 'UnreadableVideoError';
}

/** Reads so many bytes at a place; fewer when the file ends there. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
	const buffer = Buffer.alloc(length);
	const { bytesRead } = await file.read(buffer, 0, length, position);
	return buffer.subarray(0, bytesRead);
}

/**
 * Walks over the boxes between two places, reading nothing but their headers. Throws
 * `UnreadableVideoError` when one does not fit.
 */
export async function boxesIn(file: FileHandle, start: number, end: number): Promise<Box[]> {
	const boxes: Box[] = [];
	let at = start;
	while (at < end) {
		const box = await boxAt(file, at, end);
		boxes.push(box);
		at = box.end;
	}
	return boxes;
}

/** The boxes of the given type inside another. */
export async function findChildren(file: FileHandle, parent: Box, type: string): Promise<Box[]> {
	return (await boxesIn(file, parent.content, parent.end)).filter((box) => box.type === type);
}

async function boxAt(file: FileHandle, start: number, limit: number): Promise<Box> {
	const header = await readAt(file, start, 16);
	if (header.length < 8) throw new UnreadableVideoError('A box breaks off');
	const type = header.toString('latin1', 4, 8);
	const short = header.readUInt32BE(0);
	const long = short === 1;
	if (long && header.length < 16) throw new UnreadableVideoError('A box breaks off');
	const length = long ? Number(header.readBigUInt64BE(8)) : short === 0 ? limit - start : short;
	const content = start + (long ? 16 : 8);
	const end = start + length;
	if (end < content || end > limit) throw new UnreadableVideoError(`The box "${type}" does not fit`);
	return { type, start, content, end, openEnded: short === 0 };
}
