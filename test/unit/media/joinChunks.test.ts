import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { joinChunks, STORED_CHUNK_BYTES } from '../../../nodes/Decart/media/joinChunks';

async function join(bytes: Buffer, chunkSize: number): Promise<{ joined: Buffer[]; seen: Buffer[] }> {
	const chunks: Buffer[] = [];
	for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(bytes.subarray(at, at + chunkSize));
	const joined: Buffer[] = [];
	const seen: Buffer[] = [];
	for await (const chunk of joinChunks(Readable.from(chunks), (one) => void seen.push(one)))
		joined.push(chunk);
	return { joined, seen };
}

describe('the chunks of a result', () => {
	it.each([
		[0, 1000, 0],
		[1, 1000, 1],
		[STORED_CHUNK_BYTES - 1, 65_536, 1],
		[STORED_CHUNK_BYTES, 65_536, 1],
		[STORED_CHUNK_BYTES + 1, 65_536, 2],
		[3_000_000, 65_536, 6],
		[3_000_000, 1_000_000, 3],
	])('%d bytes in chunks of %d are stored in %d', async (size, chunkSize, count) => {
		const bytes = randomBytes(size);
		const { joined, seen } = await join(bytes, chunkSize);
		expect(joined).toHaveLength(count);
		expect(Buffer.concat(joined).equals(bytes)).toBe(true);
		expect(Buffer.concat(seen).equals(bytes)).toBe(true);
		for (const chunk of joined) expect(chunk.length).toBeLessThan(STORED_CHUNK_BYTES + chunkSize);
	});
});
