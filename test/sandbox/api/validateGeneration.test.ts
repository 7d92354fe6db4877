import { describe, expect, it } from 'vitest';
import { cat, CAT, CLIP, clip, type Fields, readIssues, sandboxForFile, type Upload } from '../support';

const sandbox = await sandboxForFile();
const EDIT = '/v1/generate/lucy-image-2';

const issues = async (path: string, fields: Fields) => await readIssues(sandbox, path, fields);

describe('The content of a file is checked', () => {
	const file = (bytes: Upload['bytes']): Upload => ({ ...cat, bytes });
	it.each<[string, Upload]>([
		['a text', file(Buffer.from('not an image'))],
		['an empty file', file(Buffer.alloc(0))],
		['an image that breaks off', file(CAT.subarray(0, CAT.length / 2))],
		[
			'a drawing in SVG',
			file(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
		],
		['a video', clip],
	])('%s is no image', async (_, data) => {
		expect(await issues(EDIT, { prompt: 'Snow', data })).toEqual([
			{
				type: 'value_error',
				loc: ['body', 'data'],
				msg: 'Value error, The file is not a readable image',
				input: null,
				ctx: { error: {} },
			},
		]);
	});

	it.each<[string, Upload]>([
		['a text', file(Buffer.from('not a video'))],
		['an empty file', file(Buffer.alloc(0))],
		['a video that breaks off', file(CLIP.subarray(0, CLIP.length / 2))],
		['a video without its index', file(CLIP.subarray(0, CLIP.indexOf('moov') - 4))],
		['an image', cat],
	])('%s is no video', async (_, data) => {
		const [issue] = await issues('/v1/jobs/lucy-2.5', { data });
		expect(issue).toMatchObject({
			loc: ['body', 'data'],
			msg: 'Value error, The file is not a readable video',
		});
	});

	it('a reference image is one of them', async () => {
		const [issue] = await issues('/v1/jobs/lucy-2.5', {
			data: clip,
			reference_image: file(Buffer.from('x')),
		});
		expect(issue).toMatchObject({ loc: ['body', 'reference_image'] });
	});
});
