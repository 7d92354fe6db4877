import { describe, expect, it } from 'vitest';
import { describeShape } from '../../../scripts/live/answer';

describe('the shape of a body', () => {
	it('names types and not values', () => {
		expect(describeShape({ b: [{ c: 'x' }], a: null, d: [], e: true })).toBe(
			'{a: null, b: [{c: string}], d: [], e: boolean}',
		);
	});
});
