import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePoint } from '../../support/codePoint';
import { describeReason as describeValue, parseErrorBody } from '../../../nodes/Decart/transport/errorBody';

describe('reading why a request was refused', () => {
	it.each([
		['{"detail":"Not enough memory"}', 'Not enough memory'],
		['{"error":"Not enough memory"}', 'Not enough memory'],
		['{"error":{"message":"Not enough memory","code":"E500"}}', 'Not enough memory'],
		['{"error":{"code":"E500"}}', 'E500'],
		['{"message":"Not enough memory"}', 'Not enough memory'],
		['{"detail":null,"message":"Not enough memory"}', 'Not enough memory'],
		[
			'{"detail":[{"loc":["body","prompt"],"msg":"Field required","type":"missing"}]}',
			'prompt: Field required',
		],
		[
			'{"detail":[{"loc":["body","seed"],"msg":"Too big"},{"loc":["body","prompt"],"msg":"Too long"}]}',
			'seed: Too big; prompt: Too long',
		],
		['{"detail":[{"loc":["body"],"msg":"Field required"}]}', 'Field required'],
		['{"detail":["one","two"]}', 'one; two'],
		['"Just a text"', 'Just a text'],
	])('finds it in JSON: %s', (body, text) => {
		expect(parseErrorBody(body).text).toBe(text);
	});

	it('does not repeat the input that FastAPI sends back, which can be a whole file', () => {
		const problem = {
			loc: ['body', 'data'],
			msg: 'Not an image',
			type: 'x',
			input: 'A'.repeat(5000),
			ctx: {},
		};
		expect(parseErrorBody(JSON.stringify({ detail: [problem] })).text).toBe('data: Not an image');
	});

	it('takes plain text as it is, on one line', () => {
		expect(parseErrorBody('Internal\r\n  Server\tError\n')).toEqual({
			text: 'Internal Server Error',
			isFromDecart: false,
		});
	});

	it("reduces a gateway's page to its title", () => {
		const page =
			'<!DOCTYPE html>\n<html><head><style>a{}</style><title lang="en">502 Bad\n Gateway</title></head><body>cloud</body></html>';
		expect(parseErrorBody(page)).toEqual({ text: '502 Bad Gateway', isFromDecart: false });
	});

	it('says nothing of a page without a title, of an empty body and of JSON without a reason', () => {
		expect(parseErrorBody('<html><body>Oh no</body></html>')).toEqual({ text: '', isFromDecart: false });
		expect(parseErrorBody('')).toEqual({ text: '', isFromDecart: false });
		expect(parseErrorBody('{}')).toEqual({ text: '', isFromDecart: false });
		expect(parseErrorBody('{"request":{"headers":{}}}').text).toBe('');
	});

	it('takes JSON that breaks off for text', () => {
		expect(parseErrorBody('{"detail": "Not eno')).toEqual({
			text: '{"detail": "Not eno',
			isFromDecart: false,
		});
	});

	it('cuts a long reason to a readable length', () => {
		const { text } = parseErrorBody(JSON.stringify({ detail: 'word '.repeat(10_000) }));
		expect(text.length).toBeLessThanOrEqual(601);
		expect(text.endsWith('…')).toBe(true);
	});

	it('reads anything whatever without an error, in one line of bounded length', () => {
		const bodies = fc.oneof(
			fc.string({ unit: codePoint }),
			fc.json(),
			fc.string().map((title) => `<title>${title}`),
		);
		fc.assert(
			fc.property(bodies, (body) => {
				const { text } = parseErrorBody(body);
				expect(text).not.toMatch(/[\r\n]/);
				expect(text.length).toBeLessThanOrEqual(601);
			}),
		);
	});

	it('survives JSON of any depth', () => {
		const deep = `${'{"error":'.repeat(3000)}"deep"${'}'.repeat(3000)}`;
		expect(parseErrorBody(deep).text).toBe('deep');
	});
});

describe("telling Decart's own refusal from a gateway's", () => {
	it.each([
		'{"detail":"Not enough memory"}',
		'{"detail":[{"loc":["body","prompt"],"msg":"Field required"}]}',
		'{"error":"Not enough memory"}',
		'{"error":{"message":"Not enough memory"}}',
		'{"detail":null,"error":"Not enough memory"}',
	])('takes %s for one', (body) => {
		expect(parseErrorBody(body).isFromDecart).toBe(true);
	});

	it.each([
		'{}',
		'[]',
		'null',
		'500',
		'"Internal server error"',
		'{"detail":null}',
		'{"detail":""}',
		'{"detail":[]}',
		'{"detail":{}}',
		'{"error":{}}',
		'{"error":500}',
		'{"status":500}',
		'{"message":"Internal server error"}',
		'<html><title>Internal server error</title></html>',
		'upstream reset: connection termination',
		'',
	])('does not take %s for one', (body) => {
		expect(parseErrorBody(body).isFromDecart).toBe(false);
	});
});

describe('the reason that a failed job gives', () => {
	it.each([
		[{ error: 'Bad video' }, 'Bad video'],
		[{ error: { message: 'Bad video', code: 'E1' } }, 'Bad video'],
		[{ message: 'Bad video' }, 'Bad video'],
		[{ detail: [{ loc: ['data'], msg: 'Bad video' }] }, 'data: Bad video'],
		[{ progress: 0.5 }, ''],
		[{}, ''],
	])('is found in %j', (fields, reason) => {
		expect(describeValue(fields)).toBe(reason);
	});
});
