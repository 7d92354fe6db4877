import { describe, expect, it } from 'vitest';
import { cat, CAT, get, post, sandboxForFile } from '../support';

const sandbox = await sandboxForFile();

interface Stored {
	readonly id: string;
	readonly created_at: string;
	readonly expires_at: string | null;
}

async function upload(ttl?: string): Promise<Stored> {
	const response = await post(sandbox, '/v1/files', {
		file: cat,
		...(ttl !== undefined && { ttl_seconds: ttl }),
	});
	expect(response.status).toBe(200);
	return (await response.json()) as Stored;
}

const DAY = 24 * 60 * 60 * 1000;

describe('A stored file', () => {
	it.each([
		[undefined, DAY],
		['60', 60_000],
		['2592000', 30 * DAY],
	])('with ttl_seconds %s is there until it expires', async (ttl, lifetime) => {
		const file = await upload(ttl);
		expect(file).toMatchObject({
			id: expect.stringMatching(/^file_/) as unknown,
			filename: 'cat.png',
			mime_type: 'image/png',
			size_bytes: CAT.length,
		});
		expect(Date.parse(file.expires_at ?? '') - Date.parse(file.created_at)).toBe(lifetime);
		sandbox.advance(lifetime - 10_000);
		expect(await (await get(sandbox, `/v1/files/${file.id}`)).json()).toEqual(file);
		sandbox.advance(10_001);
		expect((await get(sandbox, `/v1/files/${file.id}`)).status).toBe(404);
	});

	it('that is persistent never expires', async () => {
		const file = await upload('persistent');
		expect(file.expires_at).toBeNull();
		sandbox.advance(1000 * DAY);
		expect((await get(sandbox, `/v1/files/${file.id}`)).status).toBe(200);
	});

	it.each(['59', '2592001', '0', 'soon', '-60', '60.5'])('cannot live %s seconds', async (ttl) => {
		const response = await post(sandbox, '/v1/files', { file: cat, ttl_seconds: ttl });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({
			detail: [{ loc: ['body', 'ttl_seconds'], input: ttl }],
		});
	});

	it('is gone once it is deleted', async () => {
		const { id } = await upload();
		const remove = async () =>
			await fetch(`${sandbox.url}/v1/files/${id}`, {
				method: 'DELETE',
				headers: { 'x-api-key': sandbox.apiKey },
			});
		const removed = await remove();
		expect([removed.status, await removed.text()]).toEqual([204, '']);
		expect((await remove()).status).toBe(404);
	});

	it('is not billed', async () => {
		await upload();
		expect(sandbox.ledger()).toEqual([]);
	});
});
