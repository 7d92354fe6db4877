import type { RequestBody } from '../transport/api';
import type { ReadableStream } from '../types';

/** A file to be uploaded. It is opened when the request is sent, and anew for each attempt. */
export interface FilePart {
	readonly fileName: string;
	readonly mimeType: string;
	/** In bytes. */
	readonly size: number;
	open(): Promise<ReadableStream | Buffer>;
}

export type FormField = readonly [name: string, value: string | FilePart];

/**
 * A multipart form as axios's own kind of "spec-compliant FormData", which n8n sends: iterable over names and
 * values, tagged `FormData`, its files tagged `File`. axios writes the boundary, the escaping and the
 * `Content-Length`, and pulls each file as it sends it, so that memory does not grow with file size. No import
 * is needed, so that the package can be verified.
 *
 * It can be sent once: the files are streams.
 */
export class MultipartForm implements RequestBody {
	/** Why a file could not be read to its end. */
	readError: Error | undefined;

	readonly [Symbol.toStringTag] = 'FormData';

	private readonly parts: readonly (readonly [string, string | FormFile])[];

	constructor(fields: readonly FormField[]) {
		const onError = (error: Error) => {
			this.readError ??= error;
		};
		this.parts = fields.map(([name, value]) => [
			name,
			typeof value === 'string' ? value : new FormFile(value, onError),
		]);
	}

	get content(): object {
		return this;
	}

	get bytesSent(): number {
		return this.files().reduce((sum, file) => sum + file.bytesSent, 0);
	}

	close(): void {
		for (const file of this.files()) file.close();
	}

	/** A form is complete when it is made; axios only asks whether the method is there. */
	append(): never {
		throw new TypeError('The form cannot be changed');
	}

	entries(): IterableIterator<readonly [string, string | FormFile]> {
		return this.parts.values();
	}

	[Symbol.iterator](): IterableIterator<readonly [string, string | FormFile]> {
		return this.entries();
	}

	private files(): FormFile[] {
		return this.parts.flatMap(([, value]) => (typeof value === 'string' ? [] : [value]));
	}
}

/** A plain content type, without parameters. */
export const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

class FormFile {
	readonly [Symbol.toStringTag] = 'File';

	readonly name: string;

	readonly type: string;

	readonly size: number;

	/** How many bytes of it have been read by now. */
	bytesSent = 0;

	private isClosed = false;

	private source: ReadableStream | undefined;

	constructor(
		private readonly file: FilePart,
		private readonly onError: (error: Error) => void,
	) {
		this.name = file.fileName;
		// axios writes the type as it is: anything but a plain one could break out of its header.
		this.type = MIME_TYPE.test(file.mimeType) ? file.mimeType : 'application/octet-stream';
		this.size = file.size;
	}

	async *stream(): AsyncGenerator<Uint8Array, void> {
		const { fileName, size } = this.file;
		try {
			const content = await this.open();
			for await (const chunk of Buffer.isBuffer(content) ? splitIntoPieces(content) : content) {
				const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
				this.bytesSent += bytes.length;
				yield bytes;
			}
			if (this.bytesSent !== size)
				throw new Error(`${fileName} has ${this.bytesSent} bytes instead of ${size}`);
		} catch (error) {
			// Thrown on, it makes axios end the request before the server has the whole form.
			throw this.failed(error);
		}
	}

	close(): void {
		this.isClosed = true;
		this.source?.destroy();
	}

	private async open(): Promise<ReadableStream | Buffer> {
		const content = await this.file.open();
		if (Buffer.isBuffer(content)) return content;
		this.source = content;
		if (this.isClosed) content.destroy();
		return content;
	}

	private failed(reason: unknown): Error {
		const error = reason instanceof Error ? reason : new Error(String(reason));
		this.onError(error);
		return error;
	}
}

const PIECE_BYTES = 64 * 1024;

/** In pieces, so that it is seen how an upload gets on. */
function* splitIntoPieces(content: Buffer): Generator<Buffer, void> {
	for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}
