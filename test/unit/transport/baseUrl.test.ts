import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from '../../../nodes/Decart/transport/baseUrl';

describe('the base URL', () => {
	it.each([
		['https://api.decart.ai', 'https://api.decart.ai'],
		['https://api.decart.ai/', 'https://api.decart.ai'],
		['https://api.decart.ai///', 'https://api.decart.ai'],
		['  https://api.decart.ai\n', 'https://api.decart.ai'],
		['HTTPS://API.Decart.ai', 'https://api.decart.ai'],
		['http://127.0.0.1:8080/ai/decart/', 'http://127.0.0.1:8080/ai/decart'],
		['http://[::1]:8080', 'http://[::1]:8080'],
		['https://bücher.example', 'https://xn--bcher-kva.example'],
	])('%j becomes %s, which a path can be put behind', (given, expected) => {
		expect(parseBaseUrl(given)).toBe(expected);
	});

	it.each([
		['', 'it is not a URL'],
		['api.decart.ai', 'it is not a URL'],
		['/v1', 'it is not a URL'],
		['https://', 'it is not a URL'],
		[undefined, 'it is not a URL'],
		[42, 'it is not a URL'],
		['ftp://api.decart.ai', 'it does not begin with http:// or https://'],
		['file:///etc/passwd', 'it does not begin with http:// or https://'],
		['javascript:alert(1)', 'it does not begin with http:// or https://'],
		['https://api.decart.ai?key=1', 'it has a query or a fragment'],
		['https://api.decart.ai/#top', 'it has a query or a fragment'],
		['https://me@api.decart.ai', 'it has a user name or a password'],
		['https://:secret@api.decart.ai', 'it has a user name or a password'],
	])('%j is refused: %s', (given, reason) => {
		expect(() => parseBaseUrl(given)).toThrow(
			expect.objectContaining({
				code: 'INVALID_BASE_URL',
				message: `The Base URL of the Decart credential cannot be used: ${reason}`,
			}),
		);
	});

	it('that is a key by mistake is not shown', () => {
		expect(() => parseBaseUrl('dct_secret_0123456789')).toThrow(
			expect.objectContaining({ message: expect.not.stringContaining('dct_') }),
		);
	});
});
