import { describe, expect, it } from 'vitest';
import { DecartApi } from '../../../credentials/DecartApi.credentials';

const { test, authenticate } = new DecartApi();

/** As n8n finds what a rule's key names. */
function valueAt(body: unknown, key: string): unknown {
	return key.split('.').reduce((inner, name) => (Object(inner) as Record<string, unknown>)[name], body);
}

describe('the test of the credential', () => {
	it('follows no redirect, since the key would go along, and says so', () => {
		expect(test.request.disableFollowRedirect).toBe(true);
		for (const value of [301, 302, 303, 307, 308]) {
			expect(test.rules).toContainEqual({
				type: 'responseCode',
				properties: {
					value,
					message: expect.stringContaining('redirects to another address') as string,
				},
			});
		}
	});

	it('lets n8n judge every error by its status, where n8n can', () => {
		const { except } = test.request.ignoreHttpStatusErrors as unknown as { except: number[] };
		expect([Math.min(...except), Math.max(...except), new Set(except).size]).toEqual([300, 599, 300]);
	});

	it.each([
		['an empty body', ''],
		['a text', 'Found. Redirecting to https://elsewhere.test/'],
		['a page', '<!doctype html><title>301 Moved Permanently</title>'],
	])('says of %s that it is no answer of Decart, and may be a redirect', (_, body) => {
		const [first] = (test.rules ?? []).filter(
			(rule) =>
				rule.type === 'responseSuccessBody' &&
				valueAt(body, rule.properties.key) === rule.properties.value,
		);
		expect(first?.properties.message).toMatch(/not Decart: .* redirects to another address/);
	});

	it('takes no answer for good that lacks the fields of a quota', () => {
		const required = (test.rules ?? []).flatMap((rule) =>
			rule.type === 'responseSuccessBody' && rule.properties.value === undefined
				? [rule.properties.key]
				: [],
		);
		expect(required).toEqual(['limit', 'remaining']);
	});

	it.each(['api.decart.ai', '', 'ftp://api.decart.ai'])(
		'says what is wrong with the base URL "%s"',
		async (baseUrl) => {
			const request = { url: '/v1/realtime/quota', baseURL: baseUrl };
			const credential = { apiKey: 'dct_0123456789', baseUrl };
			const error: unknown = await authenticate(credential, request).catch((reason: unknown) => reason);
			expect(String(error)).toMatch(/^Error: The Base URL of the Decart credential cannot be used: /);
			// n8n 2.41 shows a code in place of the message.
			expect(error).not.toHaveProperty('code');
		},
	);

	it('sends the key without what came along when it was pasted', async () => {
		const credential = { apiKey: ' dct_0123456789\n', baseUrl: 'https://api.decart.ai/' };
		const { headers } = await authenticate(credential, { url: '/v1/realtime/quota' });
		expect(headers).toEqual({ 'x-api-key': 'dct_0123456789' });
	});
});
