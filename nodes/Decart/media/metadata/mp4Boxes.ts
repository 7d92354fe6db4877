import { read, skip, type Parser } from './parser';

/** What is done with the boxes on the way. */
export interface BoxVisitor {
	/** Whether the box holds boxes, which are then visited too. */
	isContainer(type: string): boolean;
	enter(type: string): void;
	/** Whether nothing behind this box is wanted. */
	isOver(type: string): boolean;
	/** Reads the beginning of a box that is no container, and gives how many bytes that took. */
	content(type: string, size: number): Parser<number>;
}

const HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;

/**
 * Visits the boxes in the next `length` bytes.
 *
 * @returns whether the visitor wants nothing more
 */
export function* readBoxes(length: number, visitor: BoxVisitor): Parser<boolean> {
	for (let left = length; left >= HEADER_BYTES;) {
		const box = yield* readHeader(left);
		if (!box) return false;
		const { type, size, payload } = box;
		visitor.enter(type);
		if (visitor.isContainer(type)) {
			if (yield* readBoxes(payload, visitor)) return true;
		} else {
			yield* skip(payload - (yield* visitor.content(type, payload)));
		}
		if (visitor.isOver(type)) return true;
		left -= size;
	}
	return false;
}

interface Box {
	readonly type: string;
	/** With its header, in bytes. */
	readonly size: number;
	/** Without it. */
	readonly payload: number;
}

/** Size 1 says that a size of 64 bits follows, size 0 that the box goes on to the end. */
function* readHeader(left: number): Parser<Box | undefined> {
	const header = yield* read(HEADER_BYTES);
	if (header.length < HEADER_BYTES) return undefined;
	const type = header.toString('latin1', 4, 8);
	const short = header.readUInt32BE(0);
	if (short === 0) return { type, size: left, payload: left - HEADER_BYTES };
	if (short !== 1) return checked({ type, size: short, payload: short - HEADER_BYTES }, left);
	const size = Number((yield* read(8)).readBigUInt64BE(0));
	return checked({ type, size, payload: size - LONG_HEADER_BYTES }, left);
}

/** @throws for a box that is larger than the one around it: such a file cannot be followed */
function checked(box: Box, left: number): Box {
	if (box.payload < 0 || box.size > left) throw new RangeError(`The box ${box.type} does not fit`);
	return box;
}
