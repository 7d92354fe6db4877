import type { FilePart } from '../multipartForm';
import type { Metadata } from './metadata';
import { createMetadataReader } from './metadataReader';

const known = new WeakMap<FilePart, Metadata>();

/**
 * Reads the metadata of a file that is to be uploaded, once and no further than needed. A file without any has `{}`.
 */
export async function readFileMetadata(file: FilePart): Promise<Metadata> {
	const metadata = known.get(file) ?? (await read(file));
	known.set(file, metadata);
	return metadata;
}

async function read({ mimeType, open }: FilePart): Promise<Metadata> {
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
