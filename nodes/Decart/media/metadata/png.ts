import type { Metadata } from './metadata';
import { read, type Parser } from './parser';

/** The signature, the IHDR chunk's length and name, and the two sides (PNG specification, 11.2.1). */
const HEADER_BYTES = 24;

export function* readPng(): Parser<Metadata> {
	const header = yield* read(HEADER_BYTES);
	if (header.toString('latin1', 12, 16) !== 'IHDR') return {};
	return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}
