import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePoint } from '../../support/codePoint';
import {
	cleanFileName,
	fileExtension,
	fileNameFor,
	resultFileName,
} from '../../../nodes/Decart/media/fileName';

const binary = (fileName?: string, fileExtension?: string) => ({
	data: '',
	mimeType: 'image/png',
	...(fileName !== undefined && { fileName }),
	...(fileExtension !== undefined && { fileExtension }),
});
const png = { mimeType: 'image/png', extension: 'png' };
const result = (changes: Partial<Parameters<typeof resultFileName>[0]>) =>
	resultFileName({
		wanted: '',
		source: 'cat.png',
		model: 'lucy-image-2',
		number: undefined,
		extension: 'png',
		...changes,
	});

describe('a result’s name', () => {
	it.each([
		['is the source’s with the model', {}, 'cat-lucy-image-2.png'],
		['has a number among several', { number: 3 }, 'cat-lucy-image-2-3.png'],
		['has the result’s extension, not the source’s', { source: 'cat.JPEG' }, 'cat-lucy-image-2.png'],
		['keeps the dots of the source’s name', { source: 'v1.2 final.jpg' }, 'v1.2 final-lucy-image-2.png'],
		['is the model’s where there is no source', { source: undefined }, 'lucy-image-2.png'],
		['is the model’s where the source’s is of no use', { source: '///' }, 'lucy-image-2.png'],
		['is the one that was asked for', { wanted: 'spring.png' }, 'spring.png'],
		['gets an extension where the one asked for has none', { wanted: 'spring' }, 'spring.png'],
		['gets the true extension', { wanted: 'spring.gif' }, 'spring.png'],
		['has a number even if it was asked for', { wanted: 'spring.png', number: 2 }, 'spring-2.png'],
		['leaves out folders', { wanted: '/etc/../spring.png' }, 'spring.png'],
		['leaves out Windows’ folders', { wanted: 'C:\\images\\spring.png' }, 'spring.png'],
	])('%s', (_, changes, expected) => {
		expect(result(changes)).toBe(expected);
	});

	it('is never longer than file systems take, and keeps its number and extension', () => {
		const name = result({ source: `${'🐈'.repeat(400)}.png`, number: 10 });
		expect(name).toMatch(/^(🐈)+.*-10\.png$/u);
		expect(Buffer.byteLength(name)).toBeLessThan(220);
	});
});

describe('the name a file is uploaded under', () => {
	it.each([
		['is its own', binary('cat.png'), 'cat.png'],
		['gets an extension where it has none', binary('cat'), 'cat.png'],
		['takes n8n’s extension first', binary('cat', 'jfif'), 'cat.jfif'],
		['is made up where there is none', binary(), 'file.png'],
		['is made up where it is blank', binary(' \n '), 'file.png'],
	])('%s', (_, data, expected) => {
		expect(fileNameFor(data, 'image/png', png)).toBe(expected);
	});

	it('gets the extension of its type where the bytes tell none', () => {
		expect(fileNameFor(binary('clip'), 'video/webm', undefined)).toBe('clip.webm');
		expect(fileNameFor(binary('clip'), 'video/unheard-of', undefined)).toBe('clip.bin');
		expect(fileExtension('video/quicktime')).toBe('mov');
	});
});

describe('a clean file name', () => {
	it('holds no folder, no control character, nothing that reverses its direction, and what it was stays', () => {
		fc.assert(
			fc.property(fc.string({ unit: codePoint, maxLength: 60 }), (name) => {
				const clean = cleanFileName(name);
				expect(clean).not.toMatch(/[/\\<>:"|?*\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
				expect(cleanFileName(clean)).toBe(clean);
			}),
		);
	});

	it.each(['my cat (1).png', 'кот 🐈‍⬛.png', 'חתול.png', "it's 100% wool; really.png"])(
		'%s is left as it is',
		(name) => expect(cleanFileName(name)).toBe(name),
	);
});
