/** One entry of the 422 envelope, worded and typed as FastAPI with pydantic 2 does. */
export interface Issue {
	readonly type: string;
	readonly loc: readonly (string | number)[];
	readonly msg: string;
	readonly input: unknown;
	readonly ctx?: Readonly<Record<string, unknown>>;
}

/** Where a value stands in the request: `['body', 'prompt']`. */
export type Location = readonly (string | number)[];

export const missing = (loc: Location, input: unknown = null): Issue => ({
	type: 'missing',
	loc,
	msg: 'Field required',
	input,
});

/** A rule that no schema keyword states, as a pydantic validator would report it. */
export const valueError = (loc: Location, reason: string, input: unknown = null): Issue => ({
	type: 'value_error',
	loc,
	msg: `Value error, ${reason}`,
	input,
	ctx: { error: {} },
});

const WRONG_TYPE: Readonly<Record<string, readonly [type: string, msg: string]>> = {
	string: ['string_type', 'Input should be a valid string'],
	integer: ['int_type', 'Input should be a valid integer'],
	number: ['float_type', 'Input should be a valid number'],
	boolean: ['bool_type', 'Input should be a valid boolean'],
	array: ['list_type', 'Input should be a valid list'],
	object: ['model_attributes_type', 'Input should be a valid dictionary or object to extract fields from'],
};

/** A JSON value of another type than the schema's. */
export function wrongType(loc: Location, expected: string, input: unknown): Issue {
	const [type, msg] = WRONG_TYPE[expected] ?? ['value_error', `Input should be a valid ${expected}`];
	return { type, loc, msg, input };
}

export const intParsing = (loc: Location, input: unknown): Issue => ({
	type: 'int_parsing',
	loc,
	msg: 'Input should be a valid integer, unable to parse string as an integer',
	input,
});

export const intFromFloat = (loc: Location, input: unknown): Issue => ({
	type: 'int_from_float',
	loc,
	msg: 'Input should be a valid integer, got a number with a fractional part',
	input,
});

export const floatParsing = (loc: Location, input: unknown): Issue => ({
	type: 'float_parsing',
	loc,
	msg: 'Input should be a valid number, unable to parse string as a number',
	input,
});

export const boolParsing = (loc: Location, input: unknown): Issue => ({
	type: 'bool_parsing',
	loc,
	msg: 'Input should be a valid boolean, unable to interpret input',
	input,
});

export const tooSmall = (loc: Location, ge: number, input: unknown): Issue => ({
	type: 'greater_than_equal',
	loc,
	msg: `Input should be greater than or equal to ${ge}`,
	input,
	ctx: { ge },
});

export const tooLarge = (loc: Location, le: number, input: unknown): Issue => ({
	type: 'less_than_equal',
	loc,
	msg: `Input should be less than or equal to ${le}`,
	input,
	ctx: { le },
});

export const tooShort = (loc: Location, least: number, input: string): Issue => ({
	type: 'string_too_short',
	loc,
	msg: `String should have at least ${least} character${least === 1 ? '' : 's'}`,
	input,
	ctx: { min_length: least },
});

export const tooLong = (loc: Location, most: number, input: string): Issue => ({
	type: 'string_too_long',
	loc,
	msg: `String should have at most ${most} character${most === 1 ? '' : 's'}`,
	input,
	ctx: { max_length: most },
});

export const wrongPattern = (loc: Location, pattern: string, input: string): Issue => ({
	type: 'string_pattern_mismatch',
	loc,
	msg: `String should match pattern '${pattern}'`,
	input,
	ctx: { pattern },
});

export const tooManyItems = (loc: Location, most: number, input: readonly unknown[]): Issue => ({
	type: 'too_long',
	loc,
	msg: `List should have at most ${most} item${most === 1 ? '' : 's'} after validation, not ${input.length}`,
	input,
	ctx: { field_type: 'List', max_length: most, actual_length: input.length },
});

/** A value outside a fixed list: pydantic names the members in quotes, the last after "or". */
export function notAMember(loc: Location, members: readonly unknown[], input: unknown): Issue {
	const quoted = members.map((member) => (typeof member === 'string' ? `'${member}'` : String(member)));
	const last = quoted.pop() ?? '';
	const expected = quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
	return { type: 'literal_error', loc, msg: `Input should be ${expected}`, input, ctx: { expected } };
}

/** FastAPI's complaint about a text where an upload belongs. */
export const notAFile = (loc: Location, input: string): Issue =>
	valueError(loc, "Expected UploadFile, received: <class 'str'>", input);
