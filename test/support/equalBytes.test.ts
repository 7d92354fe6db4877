import { expect, it } from 'vitest';

it('files are equal when their bytes are, wherever they stand', () => {
	expect({ file: Buffer.from('one') }).toEqual({ file: Buffer.from('one') });
	expect({ file: Buffer.from('one') }).not.toEqual({ file: Buffer.from('two') });
	expect(Buffer.from('one')).not.toEqual(Buffer.from('one more'));
});
