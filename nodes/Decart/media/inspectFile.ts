import { createTruncationDetector, type TruncationDetector } from './truncation';
import { detectFileType, FILE_TYPE_BYTES } from './fileType';
import type { FileSource } from './fileSource';

/** What the bytes of a file tell. */
export interface Inspected {
	/** Its first bytes. */
	readonly head: Buffer;
	/** In bytes. */
	readonly size: number;
	/** Whether a PNG that was read has its end; any other file counts as complete. */
	readonly isComplete: boolean;
}

/**
 * Reads the beginning of a file, once.
 *
 * @param readsPng whether a PNG is read to its end
 * @throws n8n's error for a file that is missing from its binary store
 */
export async function inspectFile(
	{ open, readSize }: Pick<FileSource, 'open' | 'readSize'>,
	readsPng: boolean,
): Promise<Inspected> {
	const inspector = createInspector(readsPng);
	const content = await open();
	if (Buffer.isBuffer(content)) {
		inspector.feed(content);
		return { ...inspector.end(), size: content.length };
	}
	let size = 0;
	for await (const chunk of content) {
		const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
		size += bytes.length;
		inspector.feed(bytes);
		if (!inspector.needsMore()) return { ...inspector.end(), size: await readSize() };
	}
	return { ...inspector.end(), size };
}

function createInspector(readsPng: boolean) {
	let head: Buffer = Buffer.alloc(0);
	let png: TruncationDetector | undefined;
	return {
		feed(chunk: Buffer): void {
			if (png) return png.feed(chunk);
			const start = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
			head = start.subarray(0, FILE_TYPE_BYTES);
			if (!readsPng || detectFileType(head)?.mimeType !== 'image/png') return;
			png = createTruncationDetector('image/png');
			png.feed(start);
		},
		needsMore: () => png !== undefined || head.length < FILE_TYPE_BYTES,
		end: () => ({ head, isComplete: png?.isComplete() ?? true }),
	};
}
