import { fileTypeFromMimeType, type IBinaryData, type IExecuteFunctions } from 'n8n-workflow';
import { NotStoredError, type ResponseBody } from '../transport/responseBody';
import { addExecutionHintOnce } from './executionHint';
import { store, storeStream, type BodyWatcher, type NamedFile } from './storeStream';

/** No larger result is read whole before it is stored: images have a few megabytes. In bytes. */
const MAX_BYTES = 16 * 2 ** 20;

/**
 * Stores a result that is charged and cannot be fetched again, as an image that came with the answer. It is read to
 * its end first. Where n8n refuses to store it, the item holds it itself, as in n8n's memory mode. A result that is
 * too large for an item is streamed into the store.
 *
 * @throws BodyError when the body breaks off; NotStoredError when n8n refuses a file that is too large for an item
 */
export async function storeOnlyCopy(
	functions: IExecuteFunctions,
	body: ResponseBody,
	named: NamedFile,
	{ onChunk, onEnd }: BodyWatcher,
): Promise<IBinaryData> {
	const chunks = body[Symbol.asyncIterator]();
	const begun: Buffer[] = [];
	for (let size = 0; size <= MAX_BYTES;) {
		const { done, value } = await chunks.next();
		if (done) {
			onEnd();
			// Without the chunks the result is in memory once.
			return await storeOrHold(functions, Buffer.concat(begun.splice(0)), named);
		}
		onChunk(value);
		begun.push(value);
		size += value.length;
	}
	return await storeStream(functions, body, named, { onEnd }, join(begun, chunks, onChunk));
}

async function* join(
	begun: Buffer[],
	rest: AsyncIterable<Buffer>,
	onChunk: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, void> {
	yield* begun.splice(0);
	for await (const chunk of rest) {
		onChunk(chunk);
		yield chunk;
	}
}

async function storeOrHold(
	functions: IExecuteFunctions,
	bytes: Buffer,
	named: NamedFile,
): Promise<IBinaryData> {
	return await store(functions, bytes, named).catch((error: unknown) => {
		if (!(error instanceof NotStoredError)) throw error;
		addExecutionHintOnce(
			functions,
			`n8n could not store a result: ${error.message}. It is charged, so the item itself holds it, as in n8n's memory mode. Check the disk of n8n and its limits for binary data.`,
		);
		return holdInItem(bytes, named);
	});
}

/** Binary data as n8n makes it in memory mode. */
function holdInItem(bytes: Buffer, { fileName, mimeType }: NamedFile): IBinaryData {
	const fileType = fileTypeFromMimeType(mimeType);
	return {
		data: bytes.toString('base64'),
		mimeType,
		fileName,
		fileExtension: fileName.slice(fileName.lastIndexOf('.') + 1),
		fileSize: `${Math.ceil(bytes.length / 1000)} kB`,
		...(fileType && { fileType }),
	};
}
