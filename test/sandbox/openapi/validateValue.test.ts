import { describe, expect, it } from 'vitest';
import { postJson, sandboxForFile } from '../support';

const sandbox = await sandboxForFile();

interface Detail {
	readonly detail: readonly Readonly<Record<string, unknown>>[];
}

describe('A JSON body', () => {
	const problem = async (path: string, body: unknown): Promise<unknown> => {
		const response = await postJson(sandbox, path, body);
		expect(response.status).toBe(422);
		return ((await response.json()) as Detail).detail[0];
	};

	it.each<[string, unknown, Record<string, unknown>]>([
		['a number in words', { expiresIn: 'soon' }, { type: 'int_parsing', loc: ['body', 'expiresIn'] }],
		['a number that is too large', { expiresIn: 3601 }, { type: 'less_than_equal', ctx: { le: 3600 } }],
		[
			'a text for a list',
			{ allowedModels: 'lucy-2.5' },
			{ type: 'list_type', loc: ['body', 'allowedModels'] },
		],
		[
			'a list with a number',
			{ allowedModels: [1] },
			{ type: 'string_type', loc: ['body', 'allowedModels', 0] },
		],
		[
			'a list that is too long',
			{ allowedModels: Array.from({ length: 21 }, String) },
			{
				type: 'too_long',
				msg: 'List should have at most 20 items after validation, not 21',
			},
		],
		[
			'something wrong deep inside',
			{ constraints: { realtime: { maxSessionDuration: 1.5 } } },
			{
				type: 'int_from_float',
				loc: ['body', 'constraints', 'realtime', 'maxSessionDuration'],
			},
		],
	])('with %s is refused', async (_, body, issue) => {
		expect(await problem('/v1/client/tokens', body)).toMatchObject(issue);
	});

	it('that does not parse is refused', async () => {
		const response = await fetch(`${sandbox.url}/v1/client/tokens`, {
			method: 'POST',
			headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'application/json' },
			body: '{"expiresIn": ',
		});
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({
			detail: [{ type: 'json_invalid', msg: 'JSON decode error' }],
		});
	});

	it('that is missing is refused where it is required', async () => {
		const headers = { 'x-api-key': sandbox.apiKey };
		const response = await fetch(`${sandbox.url}/v1/models/resolve`, { method: 'POST', headers });
		expect(await response.json()).toMatchObject({ detail: [{ type: 'missing', loc: ['body'] }] });
	});
});
