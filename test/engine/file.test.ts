import { afterAll, describe, expect, it, vi } from 'vitest';
import { startFileHost } from '../../sandbox/fileHost';
import type { InputItem } from '../../scripts/engine/runDecart';
import { sample } from '../../scripts/samples/media';
import {
	CLIP_ITEM,
	newSandbox,
	requestsTo,
	runAt,
	runOnAt,
	sha256,
	useBinaryStore,
} from '../support/operations';

useBinaryStore();
vi.setConfig({ maxConcurrency: 12 });
const host = await startFileHost();
afterAll(() => host.close());

const DAY_MS = 24 * 60 * 60 * 1000;
const upload = (rest: object = {}) => ({ resource: 'file', operation: 'upload', ...rest });
const file = (operation: string) => ({ resource: 'file', operation, fileId: '={{ $json.id }}' });

interface Stored {
	readonly id: string;
	readonly created_at: string;
	readonly expires_at: string | null;
}

describe.concurrent('File → Upload', () => {
	it('gives Decart a binary file and hands on what Decart knows of it', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, upload(), [CLIP_ITEM]);
		const { bytes } = sample('coffee-zoom.mp4');
		expect(items).toEqual([
			{
				json: {
					id: expect.stringMatching(/^file_/) as unknown,
					filename: 'coffee-zoom.mp4',
					mime_type: 'video/mp4',
					size_bytes: bytes.length,
					created_at: expect.any(String) as unknown,
					expires_at: expect.any(String) as unknown,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(sandbox.requests()).toMatchObject([
			{
				method: 'POST',
				path: '/v1/files',
				texts: [],
				unknownFields: [],
				files: [
					{
						name: 'file',
						filename: 'coffee-zoom.mp4',
						contentType: 'video/mp4',
						sha256: sha256(bytes),
					},
				],
			},
		]);
	});

	it('fetches the file of a URL, and shows the web server no key', async () => {
		const sandbox = await newSandbox();
		const { bytes } = sample('cat.png');
		const fileUrl = host.serve('a cat.png', { body: bytes, contentType: 'image/png' });
		const { items } = await runAt(sandbox, upload({ fileSource: 'url', fileUrl }));
		expect(items[0]?.json).toMatchObject({ filename: 'a cat.png', mime_type: 'image/png' });
		expect(sandbox.requests()[0]?.files[0]?.sha256).toBe(sha256(bytes));
		const seen = host.requests().filter(({ path }) => fileUrl.endsWith(path));
		expect(seen).toHaveLength(1);
		expect(JSON.stringify(seen)).not.toContain(sandbox.apiKey);
	});

	it('takes a file of any kind, its type detected from the bytes where n8n knows none', async () => {
		const sandbox = await newSandbox();
		const files = [
			{
				bytes: Buffer.from('%PDF-1.7 and more'),
				fileName: 'terms',
				mimeType: 'application/octet-stream',
			},
			{ bytes: Buffer.from([0, 1, 2, 3]), fileName: 'raw', mimeType: 'application/octet-stream' },
		];
		const { items } = await runAt(
			sandbox,
			upload(),
			files.map((data) => ({ files: { data } })),
		);
		expect(items.map(({ json }) => [json.filename, json.mime_type])).toEqual([
			['terms.pdf', 'application/pdf'],
			['raw.bin', 'application/octet-stream'],
		]);
	});

	it.for([
		['for a day unless something else is said', {}, undefined, DAY_MS],
		['for a minute', { ttl: 'seconds', ttlSeconds: 60 }, '60', 60_000],
		['for thirty days', { ttl: 'seconds', ttlSeconds: 2_592_000 }, '2592000', 30 * DAY_MS],
		[
			'for the seconds of an expression',
			{ ttl: 'seconds', ttlSeconds: '={{ "3600" }}' },
			'3600',
			3_600_000,
		],
		['until it is deleted', { ttl: 'persistent' }, 'persistent', undefined],
	] as const)('keeps the file %s', async ([, ttl, sent, keptMs]) => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, upload(ttl), [CLIP_ITEM]);
		const stored = items[0]?.json as unknown as Stored;
		expect(new Map(sandbox.requests()[0]?.texts).get('ttl_seconds')).toBe(sent);
		const kept = stored.expires_at
			? Date.parse(stored.expires_at) - Date.parse(stored.created_at)
			: undefined;
		expect(kept).toBe(keptMs);
	});

	it.for([
		[59, 'Seconds must be a whole number from 60 to 2592000, not 59'],
		[2_592_001, 'Seconds must be a whole number from 60 to 2592000, not 2592001'],
		[90.5, 'Seconds must be a whole number from 60 to 2592000, not 90.5'],
		['={{ "a day" }}', 'Seconds must be a whole number from 60 to 2592000, not "a day"'],
		['={{ "" }}', 'Seconds is required'],
	] as const)('refuses %j seconds, before anything is sent', async ([ttlSeconds, problem]) => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, upload({ ttl: 'seconds', ttlSeconds }), [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: problem,
		});
		expect(sandbox.requests()).toEqual([]);
	});

	it.for([
		['a missing file', {}, {}, 'File Binary Field: the item has no file "data", nor any other'],
		[
			'a wrong field',
			{ fileBinary: 'photo' },
			{ files: { ...CLIP_ITEM.files, other: sample('cat.png') } },
			'File Binary Field: the item has no file "photo"; it has "data", "other"',
		],
		['an empty file', {}, emptyItem(), 'File Binary Field: the file nothing.png has no bytes'],
		[
			'a URL that is none',
			{ fileSource: 'url', fileUrl: 'ftp://example.com/cat.png' },
			{},
			'File URL: it must begin with https:// or http://, not ftp:',
		],
		[
			'a page that is not there',
			{ fileSource: 'url', fileUrl: `${host.url}/none.png` },
			{},
			`File URL: ${host.url}/none.png could not be fetched: it answered HTTP 404`,
		],
	] as const)('refuses %s, before anything is sent', async ([, parameters, item, problem]) => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, upload(parameters), [item, CLIP_ITEM].slice(0, 1));
		expect(items).toHaveLength(1);
		expect(items[0]?.json.code).toBe('INVALID_INPUT');
		expect(items[0]?.json.error).toBe(problem);
		expect(items[0]?.json.description).toContain('(Invalid inputs for file.upload: file ');
		expect(sandbox.requests()).toEqual([]);
	});

	it('does not store a file twice when the answer is lost', async () => {
		const fault = { kind: 'reset', at: 'afterAcceptance' } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'files', fault }] } });
		const { items } = await runOnAt(sandbox, upload(), [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
		expect(requestsTo(sandbox, 'POST', '/v1/files')).toHaveLength(1);
	});
});

function emptyItem(): InputItem {
	return { files: { data: { bytes: Buffer.alloc(0), fileName: 'nothing.png', mimeType: 'image/png' } } };
}

describe.concurrent('An uploaded file', () => {
	it('is fetched, deleted, and then gone', async () => {
		const sandbox = await newSandbox();
		const { items: uploaded } = await runAt(sandbox, upload(), [CLIP_ITEM]);
		const item = { json: uploaded[0]?.json };
		expect((await runAt(sandbox, file('get'), [item])).items[0]?.json).toEqual(item.json);
		expect((await runAt(sandbox, file('delete'), [item])).items).toEqual([
			{ json: { id: item.json?.id, deleted: true }, pairedItem: { item: 0 } },
		]);
		expect((await runOnAt(sandbox, file('get'), [item])).items[0]?.json).toMatchObject({
			code: 'NOT_FOUND',
		});
	});

	it('is gone when its time is over', async () => {
		const sandbox = await newSandbox();
		const { items: uploaded } = await runAt(sandbox, upload({ ttl: 'seconds', ttlSeconds: 60 }), [
			CLIP_ITEM,
		]);
		sandbox.advance(61_000);
		const { items } = await runOnAt(sandbox, file('get'), [{ json: uploaded[0]?.json }]);
		expect(items[0]?.json).toMatchObject({ code: 'NOT_FOUND', httpStatus: 404 });
		expect(items[0]?.json.description).toContain('Files expire');
	});

	it('is named apart from its neighbors', async () => {
		const sandbox = await newSandbox();
		const names = ['first.mp4', 'second.mp4'];
		const { items } = await runAt(
			sandbox,
			upload(),
			names.map((fileName) => ({ files: { data: { ...sample('coffee-zoom.mp4'), fileName } } })),
		);
		expect(items.map(({ json }) => json.filename)).toEqual(names);
		const fetched = await runAt(
			sandbox,
			file('get'),
			items.map(({ json }) => ({ json })),
		);
		expect(fetched.items.map(({ json }) => json)).toEqual(items.map(({ json }) => json));
	});
});

describe.concurrent.for([['get'], ['delete']])('File → %s refuses', ([operation = '']) => {
	it('a file that Decart does not know', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, file(operation), [{ json: { id: 'file_none' } }]);
		expect(items[0]?.json).toMatchObject({ code: 'NOT_FOUND', httpStatus: 404 });
		expect(items[0]?.json.error).toContain('file_none');
	});

	it.for([
		['a missing ID', undefined],
		['an empty ID', ' '],
		['an object for an ID', { id: 'file_1' }],
		['dots that lead to another path', '..'],
	] as const)('%s, before anything is sent', async ([, id]) => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, file(operation), [{ json: { id } }]);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'File ID is required',
		});
		expect(sandbox.requests()).toEqual([]);
	});
});
