import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { BodyError, NotStoredError, type Body } from '../transport/body';
import { joinChunks } from './joinChunks';

/**
 * Streams a body into n8n's binary store.
 *
 * @param onChunk sees each chunk on its way
 * @throws BodyError when the body breaks off; NotStoredError when n8n refuses the file, as for a full disk
 */
export async function storeStream(
	functions: IExecuteFunctions,
	body: Body,
	{ fileName, mimeType }: { readonly fileName: string; readonly mimeType: string },
	onChunk: (chunk: Buffer) => void = () => undefined,
): Promise<IBinaryData> {
	return await functions.helpers
		.prepareBinaryData(body.readable(joinChunks(body, onChunk)), fileName, mimeType)
		.catch((error: unknown) => {
			throw whyNotStored(error);
		});
}

/** The body's own error as it came; whatever else ends the storing is n8n's. */
function whyNotStored(error: unknown): Error {
	if (error instanceof BodyError) return error;
	const { cause, message } = error instanceof Error ? error : new Error(String(error));
	return cause instanceof BodyError ? cause : new NotStoredError(message);
}
