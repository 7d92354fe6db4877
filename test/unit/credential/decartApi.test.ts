import { describe, expect, it } from 'vitest';
import { DecartApi } from '../../../credentials/DecartApi.credentials';

const { test, authenticate } = new DecartApi();

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
