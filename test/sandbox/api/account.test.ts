import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../../sandbox/index';
import { get, postJson, sandboxForFile } from '../support';
import { stopWallClock } from '../../support/wallClock';

const sandbox = await sandboxForFile();

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
