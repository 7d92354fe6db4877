import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cat, encoded, onTheWire, post, sandboxForFile } from '../../support';

describe('The sandbox', async () => {
	const directory = mkdtempSync(join(tmpdir(), 'sandbox-uploads-'));
	process.env['TMPDIR'] = directory;
	const sandbox = await sandboxForFile();
	afterAll(() => rmSync(directory, { recursive: true }));

	const files = () =>
		readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

	it('takes the last of several texts with one name and records all', async () => {
		const body = Buffer.from(
			['one', 'two']
				.map((value) => `--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n${value}\r\n`)
				.join('') + '--b--\r\n',
		);
		const headers = { 'x-api-key': sandbox.apiKey, 'content-type': 'multipart/form-data; boundary=b' };
		await onTheWire(`${sandbox.url}/v1/generate/lucy-image-2`, { method: 'POST', headers, body });
		expect(sandbox.requests()[0]?.texts).toEqual([
			['prompt', 'one'],
			['prompt', 'two'],
		]);
	});

	it('refuses a text above 1 MiB', async () => {
		const prompt = 'x'.repeat(1024 * 1024 + 1);
		const response = await post(sandbox, '/v1/generate/lucy-image-2', { prompt, data: cat });
		expect(response.status).toBe(400);
	});

	it('leaves no upload behind once the request is answered', async () => {
		await post(sandbox, '/v1/generate/lucy-image-2', { prompt: 'Snow', data: cat, seed: 'x' });
		await post(sandbox, '/v1/generate/lucy-image-2', { prompt: 'Snow', data: cat });
		expect(files()).toEqual([]);
		await post(sandbox, '/v1/jobs/lucy-image-2', { prompt: 'Snow', data: cat });
		expect(files().length).toBe(1);
	});

	it('leaves nothing behind of an upload that breaks off, and says so', async () => {
		const { headers, body } = await encoded({ prompt: 'Snow', data: cat });
		const seen = await onTheWire(`${sandbox.url}/v1/jobs/lucy-image-2`, {
			method: 'POST',
			headers: { ...headers, 'x-api-key': sandbox.apiKey, 'content-length': String(body.length + 1) },
			body: body.subarray(0, body.length / 2),
			hangUp: { afterMs: 300 },
		});
		expect(seen.status).toBeUndefined();
		await expect
			.poll(() => sandbox.requests())
			.toMatchObject([{ complete: false, status: undefined, files: [] }]);
		expect(sandbox.ledger()).toEqual([]);
		await expect.poll(() => files().length).toBe(0);
	});
});
