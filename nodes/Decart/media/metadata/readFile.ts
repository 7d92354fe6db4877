import type { FilePart } from '../multipartForm';
import type { Metadata } from './metadata';
import { createMetadataReader } from './metadataReader';

/** Reads the metadata of a file that is to be uploaded, no further than needed. A file without any has `{}`. */
export async function readFileMetadata({ mimeType, open }: FilePart): Promise<Metadata> {
	const reader = createMetadataReader(mimeType);
	if (reader.isDone()) return reader.end();
	const content = await open();
	if (Buffer.isBuffer(content)) {
		reader.feed(content);
		return reader.end();
	}
	for await (const chunk of content) {
		reader.feed(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
		if (reader.isDone()) break;
	}
	return reader.end();
}
