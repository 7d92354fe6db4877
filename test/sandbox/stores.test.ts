import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/index';
import { stopWallClock } from '../support/wallClock';
import { cat, CAT, get, post, postJson, sandboxForFile } from './support';

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

describe('A model name', () => {
	it.each([
		['lucy-image-2', 'lucy-image-2'],
		['lucy-image-latest', 'lucy-image-2'],
		['lucy-pro-i2i', 'lucy-image-2'],
		['lucy-pro-v2v', 'lucy-clip'],
		['lucy-restyle-v2v', 'lucy-restyle-2'],
		['lucy-2.1-vton-2', 'lucy-vton-2'],
	])('%s stands for %s', async (model, id) => {
		const response = await postJson(sandbox, '/v1/models/resolve', { model });
		expect(await response.json()).toEqual({ model_id: id });
	});

	it('may come in a list', async () => {
		const response = await postJson(sandbox, '/v1/models/resolve', {
			models: ['lucy-pro-i2i', 'lucy-2.5'],
		});
		expect(await response.json()).toEqual({
			model_ids: { 'lucy-pro-i2i': 'lucy-image-2', 'lucy-2.5': 'lucy-2.5' },
		});
	});

	it.each([{ model: 'lucy-9' }, { models: ['lucy-2.5', 'lucy-9'] }])(
		'that is unknown is not found: %o',
		async (body) => {
			const response = await postJson(sandbox, '/v1/models/resolve', body);
			expect([response.status, await response.json()]).toEqual([
				404,
				{ detail: 'Model not found: lucy-9' },
			]);
		},
	);

	it('has to be named', async () => {
		expect((await postJson(sandbox, '/v1/models/resolve', {})).status).toBe(422);
	});
});

describe('The quota', () => {
	it('is what the sandbox was given', async () => {
		const quota = { limit: null, active: 2, remaining: null };
		const other = await startSandbox({ quota });
		expect(await (await get(other, '/v1/realtime/quota')).json()).toEqual(quota);
		await other.close();
	});
});

describe('A client token', () => {
	it('echoes what it is limited to', async () => {
		const constraints = { realtime: { maxSessionDuration: 120 } };
		const response = await postJson(sandbox, '/v1/client/tokens', {
			expiresIn: 300,
			allowedModels: ['lucy-2.5'],
			allowedOrigins: ['https://example.com'],
			constraints,
			metadata: { role: 'viewer' },
		});
		const token = (await response.json()) as Record<string, unknown>;
		expect(token).toMatchObject({
			apiKey: expect.stringMatching(/^ek_/) as unknown,
			permissions: { models: ['lucy-2.5'], origins: ['https://example.com'] },
			constraints,
		});
		const headers = { 'x-api-key': String(token['apiKey']) };
		expect((await get(sandbox, '/v1/realtime/quota', headers)).status).toBe(200);
		sandbox.advance(300_000);
		expect((await get(sandbox, '/v1/realtime/quota', headers)).status).toBe(401);
	});

	it('lasts a minute when nothing is asked for', async () => {
		stopWallClock('2026-03-01T12:00:00.400Z');
		const headers = { 'x-api-key': sandbox.apiKey };
		const response = await fetch(`${sandbox.url}/v1/client/tokens`, { method: 'POST', headers });
		const token = (await response.json()) as { expiresAt: string; permissions: unknown };
		expect(token.permissions).toBeNull();
		expect(token.expiresAt).toBe('2026-03-01T12:01:00.400Z');
	});
});

describe('A retired model', () => {
	const fields = { prompt: 'A lighthouse' };

	it('is not found', async () => {
		expect((await post(sandbox, '/v1/generate/lucy-pro-t2i', fields)).status).toBe(404);
		expect((await post(sandbox, '/v1/jobs/lucy-pro-t2v', fields)).status).toBe(404);
		expect((await postJson(sandbox, '/v1/models/resolve', { model: 'lucy-pro-t2i' })).status).toBe(404);
	});

	it('answers where it is still served', async () => {
		const host = await startSandbox({ retired: true });
		expect((await post(host, '/v1/generate/lucy-pro-t2i', fields)).status).toBe(200);
		expect((await post(host, '/v1/jobs/lucy-pro-t2v', fields)).status).toBe(200);
		await host.close();
	});
});
