import { describe, expect, it } from 'vitest';
import { cat, get, post, sandboxForFile } from '../support';

const sandbox = await sandboxForFile();
const EDIT = '/v1/generate/lucy-image-2';

describe('A request without a good key', () => {
	it.each([
		['no key', {}, 'No API key provided'],
		['a wrong key', { 'x-api-key': 'dct_other' }, 'Invalid API key'],
	])('with %s is answered 401 as FastAPI does', async (_, headers, detail) => {
		const response = await post(
			sandbox,
			EDIT,
			{ prompt: 'Snow', data: cat },
			headers as Record<string, string>,
		);
		expect(response.status).toBe(401);
		expect(response.headers.get('content-type')).toBe('application/json');
		expect(await response.json()).toEqual({ detail });
		expect(sandbox.ledger()).toEqual([]);
	});

	it('learns nothing of what is wrong with its fields', async () => {
		expect((await post(sandbox, EDIT, { seed: 'x' }, { 'x-api-key': 'dct_other' })).status).toBe(401);
	});
});

describe('A path or method that the API does not have', () => {
	it.each(['/v1/generate/lucy-9', '/v1/jobs/lucy-9', '/v1/nothing', '/'])(
		'%s is not found',
		async (path) => {
			const response = await post(sandbox, path, { prompt: 'Snow' });
			expect(response.status).toBe(404);
			expect(await response.json()).toEqual({ detail: 'Not Found' });
		},
	);

	it.each([
		['GET', EDIT],
		['PUT', '/v1/jobs/job_1'],
		['POST', '/v1/realtime/quota'],
	])('%s %s is not allowed', async (method, path) => {
		const response = await fetch(sandbox.url + path, { method });
		expect(response.status).toBe(405);
		expect(await response.json()).toEqual({ detail: 'Method Not Allowed' });
	});
});

describe('Something that does not exist', () => {
	it.each([
		['/v1/jobs/job_none', 'Job not found'],
		['/v1/jobs/job_none/content', 'Job not found'],
		['/v1/files/file_none', 'File not found'],
	])('%s is answered 404', async (path, detail) => {
		const response = await get(sandbox, path);
		expect(response.status).toBe(404);
		expect(await response.json()).toEqual({ detail });
	});
});
