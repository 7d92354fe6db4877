import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import Busboy from '@fastify/busboy';

/** A part of a form, as an independent parser reads it. */
export interface Part {
	readonly name: string;
	/** Of files only. */
	readonly fileName?: string;
	readonly contentType?: string;
	/** A field's text; of a file its SHA-256. */
	readonly content: string;
}

/** Reads a multipart form with @fastify/busboy. */
export async function parseParts(body: Buffer, contentType: string): Promise<Part[]> {
	const parts: Promise<Part>[] = [];
	const parser = new Busboy({ headers: { 'content-type': contentType }, preservePath: true });
	parser.on('field', (name, value) => {
		parts.push(Promise.resolve({ name, content: value }));
	});
	parser.on('file', (name, stream, fileName, _encoding, mimeType) => {
		parts.push(
			hashStream(stream).then((content) => ({ name, fileName, contentType: mimeType, content })),
		);
	});
	await new Promise<void>((resolve, reject) => {
		parser.on('finish', resolve);
		parser.on('error', reject);
		Readable.from([body]).pipe(parser);
	});
	return await Promise.all(parts);
}

async function hashStream(stream: Readable): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk);
	return hash.digest('hex');
}

/** The header lines of each part, as they were written. */
export function headerLines(body: Buffer, contentType: string): string[][] {
	const delimiter = Buffer.from(`--${parseBoundary(contentType)}\r\n`);
	const blocks: string[][] = [];
	for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at)) {
		at += delimiter.length;
		blocks.push(body.subarray(at, body.indexOf('\r\n\r\n', at)).toString('utf8').split('\r\n'));
	}
	return blocks;
}

/** The boundary that a form's content type names. */
export function parseBoundary(contentType: string): string {
	return /boundary=(\S+)$/.exec(contentType)?.[1] ?? '';
}
