import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { isReadWhole } from '../transport/n8nInternals';
import type { FilePart } from './multipartForm';

/** Reads a file from wherever n8n keeps it, as often as it is opened. */
export interface FileSource extends Pick<FilePart, 'open'> {
	/** Lets go of the bytes that it holds, where it does: once they are sent. It can still be opened. */
	release(): void;
}

/**
 * So many bytes are read at once. n8n's stores fetch each chunk by itself, and four times their usual size takes a
 * third of the time. Each upload under way holds a few of them.
 */
const READ_CHUNK_BYTES = 256 * 1024;

/** Makes a source of binary data. A store that gives whole files only is asked once until the bytes are released. */
export function createFileSource(
	functions: IExecuteFunctions,
	itemIndex: number,
	binary: IBinaryData,
): FileSource {
	const { id } = binary;
	const { getBinaryDataBuffer, getBinaryStream } = functions.helpers;
	const readWhole = async () => await getBinaryDataBuffer(itemIndex, binary);
	if (id === undefined) return { open: readWhole, release: () => undefined };
	if (isReadWhole(id)) return holdUntilReleased(readWhole);
	return { open: async () => await getBinaryStream(id, READ_CHUNK_BYTES), release: () => undefined };
}

function holdUntilReleased(read: () => Promise<Buffer>): FileSource {
	let held: Promise<Buffer> | undefined;
	const release = () => {
		held = undefined;
	};
	const open = async () => {
		held ??= read();
		return await held.catch((error: unknown) => {
			release();
			throw error;
		});
	};
	return { open, release };
}

/** So much of what is read whole may be held for items whose turn has not come. In bytes. */
const MAX_BYTES_AHEAD = 64 * 2 ** 20;
const bytesAhead = new WeakMap<IExecuteFunctions, number>();

/**
 * Whether a file may be checked before its turn comes. One that is read whole is held from then on, so only the
 * first of them may: those that come to `MAX_BYTES_AHEAD` in an execution.
 *
 * @throws n8n's error for a file that is missing from its binary store
 */
export async function mayReadAhead(functions: IExecuteFunctions, { id }: IBinaryData): Promise<boolean> {
	if (id === undefined || !isReadWhole(id)) return true;
	const { fileSize } = await functions.helpers.getBinaryMetadata(id);
	const sum = (bytesAhead.get(functions) ?? 0) + fileSize;
	if (sum > MAX_BYTES_AHEAD) return false;
	bytesAhead.set(functions, sum);
	return true;
}
