import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { isReadWhole, isRemote } from '../transport/n8nInternals';
import type { FilePart } from './multipartForm';
import { memoize } from './memoize';

/** Reads a file from wherever n8n keeps it, as often as it is opened. */
export interface FileSource extends Pick<FilePart, 'open'> {
	/** The size that the store states, in bytes. It is asked once. */
	readSize(): Promise<number>;
	/** Lets go of the bytes that it holds, where it does: once they are sent. It can still be opened. */
	release(): void;
}

/**
 * So many bytes are read at once. n8n's stores fetch each chunk by itself, and four times their usual size takes a
 * third of the time. Each upload under way holds a few of them.
 */
const READ_CHUNK_BYTES = 256 * 1024;

/** Which files are read once, to be checked and sent, and how much of them may be held until then. In bytes. */
interface ReadOnce {
	readonly fileBytes: number;
	/** Of all items that are yet to be sent. */
	readonly heldBytes: number;
}

/** Where it is expensive to read a file twice: it is fetched over the network, or given whole only. */
const EXPENSIVE: ReadOnce = { fileBytes: 8 * 2 ** 20, heldBytes: 64 * 2 ** 20 };
/**
 * On a disk it is cheap. But a stream takes a chunk of memory for the smallest file, and twice the time of reading
 * it whole.
 */
const CHEAP: ReadOnce = { fileBytes: READ_CHUNK_BYTES, heldBytes: 16 * 2 ** 20 };

/**
 * Makes a source of binary data. A store that gives whole files only is asked once until the bytes are released, and
 * so is any store for a small file, since checking it takes most of it already.
 *
 * @throws n8n's error for a file that is missing from a remote store
 */
export async function createFileSource(
	functions: IExecuteFunctions,
	itemIndex: number,
	binary: IBinaryData,
): Promise<FileSource> {
	const { id } = binary;
	const { getBinaryDataBuffer, getBinaryMetadata, getBinaryStream } = functions.helpers;
	const readWhole = async () => await getBinaryDataBuffer(itemIndex, binary);
	const readSize = memoize(async () =>
		id === undefined ? (await readWhole()).length : (await getBinaryMetadata(id)).fileSize,
	);
	const release = () => undefined;
	if (id === undefined) return { open: readWhole, readSize, release };
	if (isReadWhole(id)) return { ...holdUntilReleased(readWhole), readSize };
	const size = isRemote(id) ? await readSize() : readStatedSize(binary);
	const { fileBytes, heldBytes } = isRemote(id) ? EXPENSIVE : CHEAP;
	if (size <= fileBytes && reserveBytes(functions, size, heldBytes)) {
		return { ...holdUntilReleased(readWhole, () => giveBackBytes(functions, size)), readSize };
	}
	const openStream = async () => await getBinaryStream(id, READ_CHUNK_BYTES);
	return { open: size <= READ_CHUNK_BYTES ? readWhole : openStream, readSize, release };
}

/** What n8n says when it stores a file. An expression may make binary data too, and say anything. */
function readStatedSize({ bytes }: IBinaryData): number {
	return bytes !== undefined && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : Infinity;
}

function holdUntilReleased(
	read: () => Promise<Buffer>,
	onFirstRelease: () => void = () => undefined,
): Pick<FileSource, 'open' | 'release'> {
	let held: Promise<Buffer> | undefined;
	let wasReleased = false;
	const open = async () => {
		held ??= read();
		return await held.catch((error: unknown) => {
			held = undefined;
			throw error;
		});
	};
	const release = () => {
		held = undefined;
		if (!wasReleased) onFirstRelease();
		wasReleased = true;
	};
	return { open, release };
}

/** What is held in an execution. */
const bytesHeld = new WeakMap<IExecuteFunctions, number>();

function reserveBytes(functions: IExecuteFunctions, bytes: number, most: number): boolean {
	const sum = (bytesHeld.get(functions) ?? 0) + bytes;
	if (sum > most) return false;
	bytesHeld.set(functions, sum);
	return true;
}

function giveBackBytes(functions: IExecuteFunctions, bytes: number): void {
	bytesHeld.set(functions, (bytesHeld.get(functions) ?? 0) - bytes);
}

/**
 * Whether a file may be checked before its turn comes. One that can only be read whole is held from then on, so only
 * the first of them may.
 *
 * @throws n8n's error for a file that is missing from its binary store
 */
export async function mayReadAhead(functions: IExecuteFunctions, { id }: IBinaryData): Promise<boolean> {
	if (id === undefined || !isReadWhole(id)) return true;
	const { fileSize } = await functions.helpers.getBinaryMetadata(id);
	return reserveBytes(functions, fileSize, EXPENSIVE.heldBytes);
}
