import { describe, expect, it } from 'vitest';
import { CAT, encoded, onTheWire, postJson, sandboxForFile } from '../../support';

const sandbox = await sandboxForFile();
const EDIT = '/v1/generate/lucy-image-2';

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
