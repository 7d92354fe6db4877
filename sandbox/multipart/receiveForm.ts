import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { TempFiles } from '../util/tempFiles';
import type { RecordedFile } from '../types';
import { MultipartError, type PartHeader } from './partHeader';
import { parseMultipart, type PartSink } from './parseMultipart';

/** A file that the API sees: it has a file name and a content type. */
export interface ReceivedFile {
	readonly filename: string;
	readonly contentType: string;
	readonly size: number;
	readonly sha256: string;
	/** Where its bytes lie, until the form is discarded. */
	readonly path: string;
}

/** A form as received. Where a name came twice its last value counts, as in Starlette. */
export interface ReceivedForm {
	readonly texts: ReadonlyMap<string, string>;
	readonly files: ReadonlyMap<string, ReceivedFile>;
}

/** Called with each part once it has arrived whole. */
export interface FormRecorder {
	text(name: string, value: string): void;
	file(file: RecordedFile): void;
}

/** Starlette's limit for a part that is not a file. */
const TEXT_LIMIT = 1024 * 1024;

/**
 * Receives a form: texts into memory, files onto the disk. Throws `MultipartError` for a malformed form, and
 * whatever the source throws when the connection breaks; the files received by then are removed.
 */
export async function receiveForm(
	source: AsyncIterable<Buffer>,
	boundary: string,
	tempFiles: TempFiles,
	recorder: FormRecorder,
): Promise<ReceivedForm> {
	const texts = new Map<string, string>();
	const files = new Map<string, ReceivedFile>();
	const uploads: Upload[] = [];
	const openPart = (header: PartHeader): PartSink => {
		const { name, filename, contentType } = header;
		if (filename === undefined) {
			return textSink((value) => {
				texts.set(name, value);
				recorder.text(name, value);
			});
		}
		// A part that the API does not see as a file is still read, so that it can be recorded.
		const seen = filename !== '' && contentType !== undefined;
		const path = seen ? tempFiles.newPath() : undefined;
		const upload = fileSink(path, (size, sha256) => {
			recorder.file({ name, filename, contentType, size, sha256 });
			if (seen && path) files.set(name, { filename, contentType, size, sha256, path });
		});
		uploads.push(upload);
		return upload;
	};
	try {
		await parseMultipart(source, boundary, openPart);
		return { texts, files };
	} catch (error) {
		for (const upload of uploads) await upload.abandon(tempFiles);
		throw error;
	}
}

/** Removes the files of a form that nobody has moved elsewhere. */
export async function discardForm(form: ReceivedForm, tempFiles: TempFiles): Promise<void> {
	for (const file of form.files.values()) await tempFiles.discard(file.path);
}

function textSink(done: (value: string) => void): PartSink {
	const chunks: Buffer[] = [];
	let size = 0;
	return {
		async write(chunk) {
			size += chunk.length;
			if (size > TEXT_LIMIT) throw new MultipartError('Part exceeded maximum size of 1024KB.');
			chunks.push(Buffer.from(chunk));
		},
		async end() {
			done(Buffer.concat(chunks).toString('utf8'));
		},
	};
}

/** A file on its way to the disk, which can be given up at any time. */
interface Upload extends PartSink {
	abandon(tempFiles: TempFiles): Promise<void>;
}

function fileSink(path: string | undefined, done: (size: number, sha256: string) => void): Upload {
	const hash = createHash('sha256');
	let size = 0;
	const opened = path === undefined ? undefined : open(path, 'w');
	// The rejection is reported by the first write; until then nobody waits for it.
	opened?.catch(() => undefined);
	return {
		async write(chunk) {
			hash.update(chunk);
			size += chunk.length;
			await (await opened)?.appendFile(chunk);
		},
		async end() {
			await (await opened)?.close();
			done(size, hash.digest('hex'));
		},
		async abandon(tempFiles) {
			await (await opened)?.close();
			if (path !== undefined) await tempFiles.discard(path);
		},
	};
}
