import { readJpeg } from './jpeg';
import { readMp4 } from './mp4';
import type { Metadata } from './metadata';
import { createStreamReader, type Parser } from './parser';
import { readPng } from './png';
import { readWebp } from './webp';

/** Reads a file's metadata while its bytes stream by. */
export interface MetadataReader {
	feed(chunk: Buffer): void;
	/** Whether what is still to come changes nothing. */
	isDone(): boolean;
	/** What was found. The file is over with this call. */
	end(): Metadata;
}

const PARSERS: Readonly<Record<string, () => Parser<Metadata>>> = {
	'image/png': readPng,
	'image/jpeg': readJpeg,
	'image/webp': readWebp,
	'video/mp4': readMp4,
	'video/quicktime': readMp4,
};

/** A reader for a file of the type. It never fails: a file that cannot be followed has no metadata. */
export function createMetadataReader(mimeType: string): MetadataReader {
	const parser = Object.hasOwn(PARSERS, mimeType) ? PARSERS[mimeType] : undefined;
	const reader = createStreamReader<Metadata>(parser?.() ?? nothing(), {});
	return { ...reader, end: () => withoutEmptySides(reader.end()) };
}

/** Damage can leave a side of 0, and a JPEG may declare it where it states its height only after the image (DNL). */
function withoutEmptySides({ width, height, ...rest }: Metadata): Metadata {
	return width && height ? { width, height, ...rest } : rest;
}

function* nothing(): Parser<Metadata> {
	return {};
}
