import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { Container } from '@n8n/di';
import { BinaryDataConfig } from 'n8n-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { runDecart } from '../../scripts/engine/runDecart';
import { sample } from '../../scripts/samples/media';
import { bytesIn, expectNothingSent, imageStage } from './imageSupport';
import { CONTINUE } from '../../scripts/engine/batchRuns';

const { sandbox, edit } = await imageStage();
afterEach(() => sandbox.reset());
const cat = sample('cat.png');
const clip = sample('coffee-zoom.mp4').bytes;

/** A server whose every answer is `body`, and how often it was asked. */
let body: Buffer = clip;
let asked = 0;
const server = createServer((_request: IncomingMessage, response: ServerResponse) => {
	asked += 1;
	response.writeHead(200, { 'content-type': 'video/mp4' }).end(body);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => server.close());
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function download(jobId = 'job-1', options: Record<string, string | number> = {}) {
	asked = 0;
	return await runDecart({
		parameters: { resource: 'job', operation: 'download', jobId, options },
		items: [{}],
		credential: { apiKey: 'dct_0123456789abcdef', baseUrl },
	});
}

describe('a result that n8n refuses to store', () => {
	const folder = () => Container.get(BinaryDataConfig).localStoragePath;
	afterEach(async () => {
		await rm(folder(), { recursive: true, force: true });
		await mkdir(folder());
	});

	it('is downloaded once, and the error names n8n', async () => {
		body = clip;
		await rm(folder(), { recursive: true, force: true });
		await writeFile(folder(), 'a file where the folder was');
		const { error } = await download();
		expect(error?.message).toMatch(
			/^Decart's answer to download .* arrived, but n8n could not store it: /,
		);
		expect(error?.description).toContain('Check the disk of n8n');
		expect(asked).toBe(1);
	});
});

describe('an MP4 with bytes behind its last box', () => {
	it('is delivered with a hint when it is the same again', async () => {
		body = Buffer.concat([clip, Buffer.alloc(5)]);
		const { items, hints } = await download();
		expect(await bytesIn(items[0])).toEqual(body);
		expect(asked).toBe(2);
		expect(hints.map(({ message }) => message).join()).toContain('a few bytes that belong to no part');
	});

	it('is delivered at once where nothing is retried', async () => {
		body = Buffer.concat([clip, Buffer.alloc(7)]);
		const { items } = await download('job-1', { maxRetries: 0 });
		expect(items[0]?.json.fileSize).toBe(body.length);
		expect(asked).toBe(1);
	});

	it('is truncated where a box is missing its end, however often it comes', async () => {
		body = clip.subarray(0, -10);
		const { error } = await download('job-1', { maxRetries: 1 });
		expect(error?.message).toContain('the mp4 file is truncated');
		expect(asked).toBe(2);
	});
});

it('a job ID is cleaned in the name of its file', async () => {
	body = clip;
	const { items } = await download('../../etc/passwd:1');
	expect(items[0]?.json.fileName).toBe('decart-.._.._etc_passwd_1.mp4');
});

const refused = {
	'logo.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>'),
	'cut.png': cat.bytes.subarray(0, -20),
	'noise.png': Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 7 + 1) % 256)),
};
it.each(Object.entries(refused))('%s is refused by name before anything is sent', async (fileName, bytes) => {
	const { items } = await edit({
		items: [{ files: { data: { bytes, fileName, mimeType: 'image/png' } } }],
		node: CONTINUE,
	});
	expect(items[0]?.json).toMatchObject({ code: 'INVALID_INPUT' });
	expect(items[0]?.json.error).toContain(fileName);
	expectNothingSent(sandbox);
});

it.each([
	['photo.heic', 'image/heic', '\0\0\0\x18ftypheic\0\0\0\0'],
	['photo.avif', 'image/avif', '\0\0\0\x18ftypavif\0\0\0\0'],
	['photo.gif', 'image/gif', 'GIF89a\x01\0\x01\0\0\0\0'],
])('%s is sent, and a refusal advises to convert it', async (fileName, mimeType, start) => {
	sandbox.setFaults({ rules: [{ on: 'generate', fault: { kind: 'status', status: 422 } }] });
	const bytes = Buffer.from(start.padEnd(200, '\0'), 'latin1');
	const { items } = await edit({
		items: [{ files: { data: { bytes, fileName, mimeType } } }],
		node: CONTINUE,
	});
	expect(sandbox.requests()).toHaveLength(1);
	expect(items[0]?.json).toMatchObject({ code: 'INVALID_INPUT' });
	expect(items[0]?.json.description).toContain(`convert ${fileName} to PNG or JPEG`);
});

it('a signed URL leaves nothing in the store but the input and the result', async () => {
	const folder = Container.get(BinaryDataConfig).localStoragePath;
	const count = async () =>
		(await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.metadata')).length;
	const before = await count();
	const { items } = await edit({ items: [{ files: { data: cat } }], options: { outputAs: 'signedUrl' } });
	expect(items[0]?.json.url).toContain('/binary-data/signed');
	expect(await count()).toBe(before + 2);
});

it('an item’s only file is taken whatever its name, and a hint says so', async () => {
	const { items, hints } = await edit({ items: [{ files: { Your_Photo: cat } }] });
	expect(items[0]?.json).toMatchObject({ status: 'completed' });
	expect(hints.map(({ message }) => message)).toContain(
		'The item has no file "data", so its only file "Your_Photo" was taken.',
	);
});

it('an item’s only file is not taken for a reference image that is missing', async () => {
	const { error } = await edit({
		items: [{ files: { data: cat } }],
		parameters: { referenceImageSource: 'binary', referenceImageBinary: 'logo' },
	});
	expect(error?.message).toBe(
		'Reference Image Binary Field: the item has no file "logo"; it has "data" [item 0]',
	);
	expectNothingSent(sandbox);
});
