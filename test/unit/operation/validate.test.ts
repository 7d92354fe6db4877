import { describe, expect, it } from 'vitest';
import { checkField, type PlainField } from '../../../nodes/Decart/operation/validate';

const base = { parameter: 'field', label: 'Field', required: false };
const seed: PlainField = { ...base, name: 'seed', kind: 'number', integer: true, minimum: 0, maximum: 10 };
const scale: PlainField = { ...base, name: 'scale', kind: 'number', integer: false, minimum: 0.5 };
const prompt: PlainField = { ...base, name: 'prompt', kind: 'text', emptyAllowed: false, maxLength: 5 };
const note: PlainField = { ...base, name: 'note', kind: 'text', emptyAllowed: true, minLength: 2 };
const size: PlainField = { ...base, name: 'size', kind: 'choice', values: ['720p', '480p'] };
const flag: PlainField = { ...base, name: 'flag', kind: 'boolean' };

type Row = readonly [field: PlainField, given: unknown, sent: unknown];
const row = ([field, given, sent]: Row) => ({ field, name: field.name, given, sent });

describe('what is sent', () => {
	it.each(
		(
			[
				[seed, 0, 0],
				[seed, 10, 10],
				[seed, '7', 7],
				[seed, ' 7 ', 7],
				[seed, '7.0', 7],
				[scale, 0.5, 0.5],
				[scale, '1.25', 1.25],
				[prompt, 'Snow', 'Snow'],
				[prompt, 42, '42'],
				[prompt, true, 'true'],
				[prompt, ' Snow', ' Snow'],
				[prompt, '🎨🎨🎨🎨🎨', '🎨🎨🎨🎨🎨'],
				[note, '', ''],
				[note, '  ', ''],
				[size, '480p', '480p'],
				[flag, false, false],
				[flag, 'true', true],
				[flag, 'false', false],
			] satisfies Row[]
		).map(row),
	)('for the $name $given is $sent', ({ field, given, sent }) => {
		expect(checkField(field, given)).toEqual({ value: sent });
	});

	it.each(
		[seed, prompt, size, flag].flatMap((field) =>
			[undefined, null, '', ' \n'].map((given) => ({ field, name: field.name, given })),
		),
	)('for the $name $given is nothing', ({ field, given }) => {
		expect(checkField(field, given)).toEqual({ value: undefined });
		expect(checkField({ ...field, required: true }, given)).toEqual({
			problem: 'is required',
		});
	});
});

describe('what is refused', () => {
	it.each(
		(
			[
				[seed, -1, 'a whole number from 0 to 10, not -1'],
				[seed, 11, 'a whole number from 0 to 10, not 11'],
				[seed, 1.5, 'a whole number from 0 to 10, not 1.5'],
				[seed, '1.5', 'a whole number from 0 to 10, not "1.5"'],
				[seed, 'abc', 'a whole number from 0 to 10, not "abc"'],
				[seed, '0x5', 'a whole number from 0 to 10, not "0x5"'],
				[seed, '1e0', 'a whole number from 0 to 10, not "1e0"'],
				[seed, NaN, 'a whole number from 0 to 10, not NaN'],
				[seed, Infinity, 'a whole number from 0 to 10, not Infinity'],
				[seed, true, 'a whole number from 0 to 10, not true'],
				[seed, [5], 'a whole number from 0 to 10, not a list'],
				[scale, 0.4, 'a number of at least 0.5, not 0.4'],
				[size, '1080p', '720p or 480p, not "1080p"'],
				[size, 720, '720p or 480p, not 720'],
				[size, { value: '720p' }, '720p or 480p, not an object'],
				[flag, 'yes', 'true or false, not "yes"'],
				[flag, 1, 'true or false, not 1'],
				[prompt, { text: 'Snow' }, 'text, not an object'],
				[prompt, ['Snow'], 'text, not a list'],
				[prompt, NaN, 'text, not number'],
			] satisfies Row[]
		).map(row),
	)('for the $name $given: it must be $sent', ({ field, given, sent }) => {
		expect(checkField(field, given)).toEqual({ problem: `must be ${sent}` });
	});

	it('for a text that is too long or too short, in characters', () => {
		expect(checkField(prompt, 'abcdef')).toEqual({
			problem: 'must have at most 5 characters, it has 6',
		});
		expect(checkField(prompt, '🎨'.repeat(6))).toEqual({
			problem: 'must have at most 5 characters, it has 6',
		});
		expect(checkField(note, 'a')).toEqual({ problem: 'must have at least 2 characters, it has 1' });
	});

	it('a long value is shown by its beginning', () => {
		const checked = checkField(size, 'x'.repeat(500));
		expect('problem' in checked && checked.problem.length).toBeLessThan(100);
	});
});
