import { describe, expect, it } from 'vitest';
import { enlarge } from '../../../sandbox/media/enlarge';

/** An image of one letter for each pixel, row by row. */
function paint(rows: string): Uint8Array {
	return Uint8Array.from(
		[...rows.replaceAll(' ', '')].flatMap((letter) => Array(3).fill(letter.charCodeAt(0))),
	);
}

describe('An image that is enlarged', () => {
	it.each([
		['to twice its size', 'ab cd', { width: 4, height: 4 }, 'aabb aabb ccdd ccdd'],
		['in one direction', 'ab cd', { width: 2, height: 3 }, 'ab ab cd'],
		['to a size that is no multiple', 'ab cd', { width: 3, height: 2 }, 'aab ccd'],
		['to its own size', 'ab cd', { width: 2, height: 2 }, 'ab cd'],
	])('%s repeats its pixels', (_, pixels, size, expected) => {
		expect(new Uint8Array(enlarge(paint(pixels), { width: 2, height: 2 }, size))).toEqual(
			paint(expected),
		);
	});
});
