import { describe, expect, it } from 'vitest';
import {
	cat,
	CAT,
	CLIP,
	clip,
	encoded,
	type Fields,
	get,
	onTheWire,
	post,
	postJson,
	sandboxForFile,
	type Upload,
} from './support';

const sandbox = await sandboxForFile();
const EDIT = '/v1/generate/lucy-image-2';
const RESTYLE = '/v1/jobs/lucy-restyle-2';

interface Detail {
	readonly detail: readonly Readonly<Record<string, unknown>>[];
}

async function issues(path: string, fields: Fields): Promise<Detail['detail']> {
	const response = await post(sandbox, path, fields);
	expect(response.status).toBe(422);
	expect(sandbox.ledger()).toEqual([]);
	return ((await response.json()) as Detail).detail;
}

describe('A request without a good key', () => {
	it.each([
		['no key', {}, 'No API key provided'],
		['a wrong key', { 'x-api-key': 'dct_other' }, 'Invalid API key'],
	])('with %s is answered 401 as FastAPI does', async (_, headers, detail) => {
		const response = await post(
			sandbox,
			EDIT,
			{ prompt: 'Snow', data: cat },
			headers as Record<string, string>,
		);
		expect(response.status).toBe(401);
		expect(response.headers.get('content-type')).toBe('application/json');
		expect(await response.json()).toEqual({ detail });
		expect(sandbox.ledger()).toEqual([]);
	});

	it('learns nothing of what is wrong with its fields', async () => {
		expect((await post(sandbox, EDIT, { seed: 'x' }, { 'x-api-key': 'dct_other' })).status).toBe(401);
	});
});

describe('A path or method that the API does not have', () => {
	it.each(['/v1/generate/lucy-9', '/v1/jobs/lucy-9', '/v1/nothing', '/'])(
		'%s is not found',
		async (path) => {
			const response = await post(sandbox, path, { prompt: 'Snow' });
			expect(response.status).toBe(404);
			expect(await response.json()).toEqual({ detail: 'Not Found' });
		},
	);

	it.each([
		['GET', EDIT],
		['PUT', '/v1/jobs/job_1'],
		['POST', '/v1/realtime/quota'],
	])('%s %s is not allowed', async (method, path) => {
		const response = await fetch(sandbox.url + path, { method });
		expect(response.status).toBe(405);
		expect(await response.json()).toEqual({ detail: 'Method Not Allowed' });
	});
});

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

describe('The content of a file is checked', () => {
	const file = (bytes: Buffer): Upload => ({ ...cat, bytes });
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

describe('A file part that does not say what it is', () => {
	const part = (headers: string): Buffer =>
		Buffer.concat([
			Buffer.from(
				`--b\r\ncontent-disposition: form-data; name="prompt"\r\n\r\nSnow\r\n--b\r\n${headers}\r\n\r\n`,
			),
			CAT,
			Buffer.from('\r\n--b--\r\n'),
		]);
	const send = async (body: Buffer) =>
		await onTheWire(sandbox.url + EDIT, {
			method: 'POST',
			headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'multipart/form-data; boundary=b' },
			body,
		});

	it('is not seen without a content type', async () => {
		const seen = await send(part('content-disposition: form-data; name="data"; filename="cat.png"'));
		expect(seen.status).toBe(422);
		expect(JSON.parse(seen.body.toString())).toMatchObject({
			detail: [{ type: 'missing', loc: ['body', 'data'] }],
		});
		expect(sandbox.requests()[0]?.files).toMatchObject([{ filename: 'cat.png', contentType: undefined }]);
	});

	it('is taken for a text without a file name', async () => {
		const seen = await send(
			part('content-disposition: form-data; name="data"\r\ncontent-type: image/png'),
		);
		expect(seen.status).toBe(422);
		expect(JSON.parse(seen.body.toString())).toMatchObject({ detail: [{ type: 'value_error' }] });
	});

	it('is seen with both', async () => {
		const headers =
			'content-disposition: form-data; name="data"; filename="cat.png"\r\ncontent-type: image/png';
		expect((await send(part(headers))).status).toBe(200);
	});
});

describe('A body that is no form', () => {
	it.each([
		['without a boundary', 'multipart/form-data', 400, 'Missing boundary in multipart.'],
		['that breaks off', 'multipart/form-data; boundary=b', 400, 'There was an error parsing the body'],
	])('%s is refused', async (_, contentType, status, detail) => {
		const { body } = await encoded({ prompt: 'Snow' });
		const headers = { 'x-api-key': sandbox.apiKey, 'content-type': contentType };
		const seen = await onTheWire(sandbox.url + EDIT, { method: 'POST', headers, body });
		expect(seen.status).toBe(status);
		expect(JSON.parse(seen.body.toString())).toEqual({ detail });
	});

	it('of another type has no fields', async () => {
		const response = await postJson(sandbox, EDIT, { prompt: 'Snow' });
		expect(response.status).toBe(422);
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

describe('A JSON body', () => {
	const problem = async (path: string, body: unknown): Promise<unknown> => {
		const response = await postJson(sandbox, path, body);
		expect(response.status).toBe(422);
		return ((await response.json()) as Detail).detail[0];
	};

	it.each<[string, unknown, Record<string, unknown>]>([
		['a number in words', { expiresIn: 'soon' }, { type: 'int_parsing', loc: ['body', 'expiresIn'] }],
		['a number that is too large', { expiresIn: 3601 }, { type: 'less_than_equal', ctx: { le: 3600 } }],
		[
			'a text for a list',
			{ allowedModels: 'lucy-2.5' },
			{ type: 'list_type', loc: ['body', 'allowedModels'] },
		],
		[
			'a list with a number',
			{ allowedModels: [1] },
			{ type: 'string_type', loc: ['body', 'allowedModels', 0] },
		],
		[
			'a list that is too long',
			{ allowedModels: Array.from({ length: 21 }, String) },
			{
				type: 'too_long',
				msg: 'List should have at most 20 items after validation, not 21',
			},
		],
		[
			'something wrong deep inside',
			{ constraints: { realtime: { maxSessionDuration: 1.5 } } },
			{
				type: 'int_from_float',
				loc: ['body', 'constraints', 'realtime', 'maxSessionDuration'],
			},
		],
	])('with %s is refused', async (_, body, issue) => {
		expect(await problem('/v1/client/tokens', body)).toMatchObject(issue);
	});

	it('that does not parse is refused', async () => {
		const response = await fetch(`${sandbox.url}/v1/client/tokens`, {
			method: 'POST',
			headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'application/json' },
			body: '{"expiresIn": ',
		});
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({
			detail: [{ type: 'json_invalid', msg: 'JSON decode error' }],
		});
	});

	it('that is missing is refused where it is required', async () => {
		const headers = { 'x-api-key': sandbox.apiKey };
		const response = await fetch(`${sandbox.url}/v1/models/resolve`, { method: 'POST', headers });
		expect(await response.json()).toMatchObject({ detail: [{ type: 'missing', loc: ['body'] }] });
	});
});

describe('Something that does not exist', () => {
	it.each([
		['/v1/jobs/job_none', 'Job not found'],
		['/v1/jobs/job_none/content', 'Job not found'],
		['/v1/files/file_none', 'File not found'],
	])('%s is answered 404', async (path, detail) => {
		const response = await get(sandbox, path);
		expect(response.status).toBe(404);
		expect(await response.json()).toEqual({ detail });
	});
});
