import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { BodyError, NotStoredError, type ResponseBody } from '../transport/responseBody';
import { joinChunks } from './joinChunks';

/** What a stored file is called, and what it is. */
export interface NamedFile {
	readonly fileName: string;
	readonly mimeType: string;
}

/** Who watches a body on its way into the store. */
export interface BodyWatcher {
	/** Sees each chunk. */
	readonly onChunk: (chunk: Buffer) => void;
	/** Called when all of it is here; what it throws is thrown on. */
	readonly onEnd: () => void;
}

/**
 * Streams a body into n8n's binary store.
 *
 * @param chunks the body's, where its beginning has been read already
 * @throws BodyError when the body breaks off; NotStoredError when n8n refuses the file, as for a full disk
 */
export async function storeStream(
	functions: IExecuteFunctions,
	body: ResponseBody,
	named: NamedFile,
	{ onChunk = () => undefined, onEnd = () => undefined }: Partial<BodyWatcher> = {},
	chunks: AsyncIterable<Buffer> = body,
): Promise<IBinaryData> {
	const file = await store(functions, body.readable(joinChunks(chunks, onChunk)), named);
	onEnd();
	return file;
}

/**
 * Puts a file into n8n's binary store.
 *
 * @throws BodyError when a stream of it breaks off; NotStoredError when n8n refuses it
 */
export async function store(
	functions: IExecuteFunctions,
	content: Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	{ fileName, mimeType }: NamedFile,
): Promise<IBinaryData> {
	return await functions.helpers.prepareBinaryData(content, fileName, mimeType).catch((error: unknown) => {
		throw whyNotStored(error);
	});
}

/** The body's own error as it came; whatever else ends the storing is n8n's. */
function whyNotStored(error: unknown): Error {
	if (error instanceof BodyError) return error;
	const { cause, message } = error instanceof Error ? error : new Error(String(error));
	if (cause instanceof BodyError) return cause;
	// n8n 2.8 says of S3 only that a request failed.
	const reason = cause instanceof Error && !message.includes(cause.message) ? `: ${cause.message}` : '';
	return new NotStoredError(`${message}${reason}`);
}
