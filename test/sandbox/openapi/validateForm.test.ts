import { describe, expect, it } from 'vitest';
import { cat, clip, type Fields, post, readIssues, sandboxForFile } from '../support';

const sandbox = await sandboxForFile();
const EDIT = '/v1/generate/lucy-image-2';
const RESTYLE = '/v1/jobs/lucy-restyle-2';

const issues = async (path: string, fields: Fields) => await readIssues(sandbox, path, fields);

describe('A field that breaks its rule is named as pydantic names it', () => {
	it.each<[string, Fields, Record<string, unknown>]>([
		[
			'a seed below 0',
			{ seed: '-1' },
			{
				type: 'greater_than_equal',
				loc: ['body', 'seed'],
				msg: 'Input should be greater than or equal to 0',
				input: '-1',
				ctx: { ge: 0 },
			},
		],
		[
			'a seed above 32 bits',
			{ seed: '4294967296' },
			{
				type: 'less_than_equal',
				loc: ['body', 'seed'],
				msg: 'Input should be less than or equal to 4294967295',
				input: '4294967296',
				ctx: { le: 4294967295 },
			},
		],
		[
			'a seed with a fraction',
			{ seed: '1.5' },
			{
				type: 'int_parsing',
				loc: ['body', 'seed'],
				msg: 'Input should be a valid integer, unable to parse string as an integer',
				input: '1.5',
			},
		],
		[
			'a seed in letters',
			{ seed: 'abc' },
			{
				type: 'int_parsing',
				loc: ['body', 'seed'],
				msg: 'Input should be a valid integer, unable to parse string as an integer',
				input: 'abc',
			},
		],
		[
			'an unknown resolution',
			{ resolution: '1080p' },
			{
				type: 'literal_error',
				loc: ['body', 'resolution'],
				msg: "Input should be '720p' or '480p'",
				input: '1080p',
				ctx: { expected: "'720p' or '480p'" },
			},
		],
		[
			'neither yes nor no',
			{ enhance_prompt: 'perhaps' },
			{
				type: 'bool_parsing',
				loc: ['body', 'enhance_prompt'],
				msg: 'Input should be a valid boolean, unable to interpret input',
				input: 'perhaps',
			},
		],
		[
			'a prompt that is too long',
			{ prompt: '🐱'.repeat(1001) },
			{
				type: 'string_too_long',
				loc: ['body', 'prompt'],
				msg: 'String should have at most 1000 characters',
				input: '🐱'.repeat(1001),
				ctx: { max_length: 1000 },
			},
		],
		[
			'an empty prompt',
			{ prompt: '' },
			{
				type: 'missing',
				loc: ['body', 'prompt'],
				msg: 'Field required',
				input: null,
			},
		],
		[
			'a text for an image',
			{ data: 'https://example.com/cat.png' },
			{
				type: 'value_error',
				loc: ['body', 'data'],
				msg: "Value error, Expected UploadFile, received: <class 'str'>",
				input: 'https://example.com/cat.png',
				ctx: { error: {} },
			},
		],
	])('%s', async (_, fields, issue) => {
		expect(await issues(EDIT, { prompt: 'Snow', data: cat, ...fields })).toEqual([issue]);
	});

	it('every broken rule is named, in the order of the document', async () => {
		const found = await issues(EDIT, { seed: 'x', resolution: 'x', enhance_prompt: 'x' });
		expect(found.map(({ loc }) => (loc as string[])[1])).toEqual([
			'prompt',
			'data',
			'seed',
			'resolution',
			'enhance_prompt',
		]);
	});

	it('a constant takes nothing else', async () => {
		const [issue] = await issues('/v1/jobs/lucy-2.5', { data: clip, resolution: '480p' });
		expect(issue).toMatchObject({ type: 'literal_error', msg: "Input should be '720p'" });
	});

	it('1000 characters are not too long, however many bytes they take', async () => {
		const prompt = '🐱'.repeat(1000);
		expect((await post(sandbox, EDIT, { prompt, data: cat })).status).toBe(200);
	});
});

describe('Restyle takes a prompt or a reference image', () => {
	it.each<[string, Fields]>([
		['both', { prompt: 'Anime', reference_image: cat }],
		['neither', {}],
		['a reference image with enhance_prompt', { reference_image: cat, enhance_prompt: 'true' }],
	])('and refuses %s', async (_, fields) => {
		const [issue] = await issues(RESTYLE, { data: clip, ...fields });
		expect(issue).toMatchObject({ type: 'value_error', loc: ['body'] });
	});

	it.each<[string, Fields]>([
		['a prompt', { prompt: 'Anime', enhance_prompt: 'false' }],
		['a reference image', { reference_image: cat }],
	])('and accepts %s', async (_, fields) => {
		expect((await post(sandbox, RESTYLE, { data: clip, ...fields })).status).toBe(200);
	});
});

describe('A part that the document does not have', () => {
	it('is ignored, and noted', async () => {
		expect((await post(sandbox, EDIT, { prompt: 'Snow', data: cat, self_anchor: 'true' })).status).toBe(
			200,
		);
		expect(sandbox.requests()[0]?.unknownFields).toEqual(['self_anchor']);
	});
});
