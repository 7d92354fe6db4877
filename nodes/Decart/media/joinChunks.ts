/**
 * So many bytes are written at once. n8n's stores hand each chunk to the disk or the network by itself, which takes
 * longer than the bytes do.
 */
export const STORED_CHUNK_BYTES = 512 * 1024;

/**
 * Joins chunks to ones of at least `STORED_CHUNK_BYTES`, of which the last has what is left.
 *
 * @param onChunk sees each chunk as it came
 */
export async function* joinChunks(
	chunks: AsyncIterable<Buffer>,
	onChunk: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, void> {
	let joined: Buffer[] = [];
	let size = 0;
	for await (const chunk of chunks) {
		onChunk(chunk);
		joined.push(chunk);
		size += chunk.length;
		if (size < STORED_CHUNK_BYTES) continue;
		yield Buffer.concat(joined, size);
		joined = [];
		size = 0;
	}
	if (size > 0) yield Buffer.concat(joined, size);
}
