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

	it.each([
		['in Base64', (key: string) => Buffer.from(key).toString('base64')],
		['in Base64 for URLs', (key: string) => Buffer.from(key).toString('base64url')],
		['in Base64, after a user name', (key: string) => Buffer.from(`me:${key}`).toString('base64')],
		['in Base64, amid other text', (key: string) => Buffer.from(`key=${key}&more=1`).toString('base64')],
		['in hexadecimal', (key: string) => Buffer.from(key).toString('hex').toUpperCase()],
		['in capitals', (key: string) => key.toUpperCase()],
		['in mixed case', (key: string) => key.replace(/[aeiou]/g, (vowel) => vowel.toUpperCase())],
		['split by a line break', (key: string) => `${key.slice(0, 9)}\n${key.slice(9)}`],
		['split by spaces', (key: string) => key.match(/.{1,4}/g)?.join('  ') ?? ''],
		['split by a line break in JSON', (key: string) => `${key.slice(0, 9)}\\n${key.slice(9)}`],
		['escaped for HTML', (key: string) => key.replaceAll('+', '&#43;').replaceAll('/', '&#x2F;')],
		['escaped for JSON', (key: string) => key.replaceAll('+', '\\u002b').replaceAll('/', '\\/')],
		['encoded for a URL in lower case', (key: string) => encodeURIComponent(key).toLowerCase()],
		['broken off', (key: string) => key.slice(0, 15)],
	])('%s', (_how, disguise) => {
		const disguised = disguise(KEY);
		expect(disguised).not.toBe(KEY);
		const clean = redactor.text(`before ${disguised} after`);
		expect(clean).toMatch(/^before .{0,8}\*\*\*.{0,20} after$/);
		expect(clean.replaceAll('***', '').length).toBeLessThan('before  after'.length + 24);
	});

	it.each(['dct_transform.png', 'dct_transform', 'dct_2024_report.jpeg', 'photo of dct_quality_settings'])(
		'leaves a harmless name alone: %s',
		(name) => {
			expect(redactor.text(`a file called ${name}.`)).toBe(`a file called ${name}.`);
			expect(redactor.data({ fileName: name })).toEqual({ fileName: name });
		},
	);

	it('takes no more time for a long text', () => {
		const long = `${'dct_ '.repeat(20_000)}${' '.repeat(100_000)}`;
		expect(redactor.text(long)).toBe(long);
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
