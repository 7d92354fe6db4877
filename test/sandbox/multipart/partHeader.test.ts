import { describe, expect, it } from 'vitest';
import { parseBoundary, parsePartHeader } from '../../../sandbox/multipart/partHeader';

describe('A header', () => {
	it.each([
		['form-data; name="a"; filename="cat \\"Tom\\".png"', 'cat "Tom".png'],
		['form-data; name="a"; filename="猫.png"', '猫.png'],
		['form-data; name="a"; filename=cat.png', 'cat.png'],
		['form-data; name="a"; filename="x"; filename*=UTF-8\'\'caf%C3%A9.png', 'café.png'],
		['form-data; name="a"', undefined],
	])('%s names the file %s', (disposition, filename) => {
		expect(parsePartHeader(`Content-Disposition: ${disposition}`)).toMatchObject({ name: 'a', filename });
	});

	it.each([
		['multipart/form-data; boundary=abc', 'abc'],
		['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
		['multipart/form-data', undefined],
		['application/json; boundary=abc', undefined],
	])('%s has the boundary %s', (contentType, boundary) => {
		expect(parseBoundary(contentType)).toBe(boundary);
	});
});
