import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../nodes/Decart/transport/redaction';

const key = 'dct_live_0123456789';

describe('the key is taken out', () => {
	const { text, data } = createRedactor(key);

	it.each([
		[`No such key: ${key}`, 'No such key: ***'],
		[`${key}${key}`, '******'],
		[`{"headers":{"x-api-key":"${key}"}}`, '{"headers":{"x-api-key":"***"}}'],
		['another account’s key: dct_other_9876543210.', 'another account’s key: ***.'],
	])('of the text %s', (given, expected) => {
		expect(text(given)).toBe(expected);
	});

	it('of data at any depth, names included, and the rest stays', () => {
		const given = { a: [1, true, null, key, { [key]: [`x ${key}`] }], status: 'pending', progress: 0.5 };
		expect(data(given)).toEqual({
			a: [1, true, null, '***', { '***': ['x ***'] }],
			status: 'pending',
			progress: 0.5,
		});
	});

	it('and what merely begins like one stays', () => {
		expect(text('keys begin with dct_')).toBe('keys begin with dct_');
		expect(text('a product_dct_12')).toBe('a product_dct_12');
	});
});

it('a key with special characters is taken out, also where it is URL-encoded', () => {
	const special = 'k+/=? $&[a]';
	const { text } = createRedactor(special);
	expect(text(`a ${special} b`)).toBe('a *** b');
	expect(text(`?key=${encodeURIComponent(special)}&x=1`)).toBe('?key=***&x=1');
});

it('whatever the key and wherever it stands, nothing of it is left', () => {
	const keys = fc.string({ minLength: 8, maxLength: 40 }).filter((value) => !'***'.includes(value.trim()));
	fc.assert(
		fc.property(keys, fc.string(), fc.string(), (secret, before, after) => {
			const masked = createRedactor(secret).text(`${before}${secret}${after}`);
			expect(`${before}${after}`.includes(secret) || !masked.includes(secret)).toBe(true);
		}),
	);
});

it('an empty key does not mask everything', () => {
	expect(createRedactor(' ').text('a b c')).toBe('a b c');
});
