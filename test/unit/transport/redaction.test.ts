import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, redactClientTokens } from '../../../nodes/Decart/transport/redaction';

const KEY = 'dct_live+secret/0123=';

describe('taking the key out of what leaves the node', () => {
	const redactor = createRedactor(KEY);

	it.each([
		[`{"x-api-key": "${KEY}"}`, '{"x-api-key": "***"}'],
		[`${KEY}${KEY} and ${KEY}`, '****** and ***'],
		[`https://example.com/?key=${encodeURIComponent(KEY)}&a=1`, 'https://example.com/?key=***&a=1'],
		['another account: dct_0123456789abcdef.', 'another account: ***.'],
		['a broken off one: dct_01234567', 'a broken off one: ***'],
	])('in a text: %s', (text, clean) => {
		expect(redactor.text(text)).toBe(clean);
	});

	it('in data of any depth, names included', () => {
		const data = { [KEY]: 1, list: [KEY, { deep: `a ${KEY} b` }], rest: [null, true, 7] };
		expect(redactor.data(data)).toEqual({
			'***': 1,
			list: ['***', { deep: 'a *** b' }],
			rest: [null, true, 7],
		});
	});

	it('in the form in which JSON writes it', () => {
		const odd = 'key"with\\odd\nsigns';
		const text = JSON.stringify({ echoed: odd });
		expect(createRedactor(odd).text(text)).toBe('{"echoed":"***"}');
	});

	it('does not mask everything where there is no key', () => {
		expect(createRedactor(' ').text('a b c')).toBe('a b c');
	});

	it('leaves everything else alone', () => {
		for (const text of ['', 'dct_', 'a dctionary', 'ek_0123456789abcdef', 'prompt: make it dct_red']) {
			expect(redactor.text(text)).toBe(text);
		}
	});

	it('whatever the key is and wherever it stands', () => {
		// The mask itself is made of stars.
		const keys = fc.stringMatching(/^[^*\s]{8,40}$/);
		fc.assert(
			fc.property(keys, fc.string(), fc.string(), (key, before, after) => {
				const { text, data } = createRedactor(key);
				expect(text(`${before}${key}${after}`)).not.toContain(key);
				expect(JSON.stringify(data({ [before]: [`${key}${after}`] }))).not.toContain(key);
			}),
		);
	});
});

describe('taking client tokens out of errors', () => {
	it.each([
		['a key: ek_0123456789abcdef.', 'a key: ***.'],
		['a JWT: eyJhbGciOiJFZERTQSJ9.eyJleHAiOjE3MDB9.c2lnbmF0dXJl', 'a JWT: ***'],
		['a seek_for_something, eyJ.a.b', 'a seek_for_something, eyJ.a.b'],
	])('%s', (text, clean) => {
		expect(redactClientTokens(text)).toBe(clean);
	});
});
