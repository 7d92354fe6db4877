import fc from 'fast-check';

/**
 * Any character that UTF-8 can hold, as the unit of `fc.string`. The unit `binary` is the same, but makes a table of
 * all 1.1 million first, in every process.
 */
export const codePoint = fc
	.integer({ min: 0, max: 0x10ffff })
	.filter((code) => code < 0xd800 || code > 0xdfff)
	.map((code) => String.fromCodePoint(code), readCode);

function readCode(character: unknown): number {
	if (typeof character === 'string' && [...character].length === 1) return character.codePointAt(0) ?? 0;
	throw new Error('No single character');
}
