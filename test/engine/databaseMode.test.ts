import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openManagedStore } from '../../scripts/engine/binaryStore';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { DatabaseManager } from '../../scripts/engine/databaseManager';
import { sample } from '../../scripts/samples/media';
import { isReadWhole } from '../../nodes/Decart/transport/n8nInternals';
import { newSandbox, runAt, sha256, bigClip } from '../support/operations';
import { useFastClock } from '../support/fastClock';

useFastClock(4);

const folder = await mkdtemp(join(tmpdir(), 'decart-whole-'));
afterAll(async () => await rm(folder, { recursive: true, force: true }));
const store = new DatabaseManager(folder);
beforeAll(async () => await openManagedStore('database', store));
afterEach(() => store.reads.splice(0));

const sandbox = await newSandbox();
afterEach(() => sandbox.reset());

const clip = sample('coffee-zoom.mp4');
const cat = sample('cat.png');
const MB = 2 ** 20;
const EDIT_VIDEO = { resource: 'video', operation: 'edit', prompt: 'Snow' };
const EDIT_IMAGE = { resource: 'image', operation: 'edit', prompt: 'Snow' };

describe('with files in n8n’s database, which gives a file only whole', () => {
	it.each([
		['a video', EDIT_VIDEO, clip],
		['a PNG', EDIT_IMAGE, cat],
		['a JPEG', EDIT_IMAGE, sample('rocket.jpg')],
		['a file', { resource: 'file', operation: 'upload' }, clip],
		['a video whose cost is limited', { ...EDIT_VIDEO, options: { maxCostUsd: 100 } }, clip],
	])('%s is read once, checked and sent', async (_what, parameters, file) => {
		const { error } = await runAt(sandbox, parameters, [{ files: { data: file } }]);
		expect(error).toBeUndefined();
		const sent = sandbox.requests().flatMap(({ files }) => files.map((each) => each.sha256));
		expect(sent).toEqual([sha256(file.bytes)]);
		expect(store.reads).toHaveLength(1);
	});

	it('those of a batch are checked before any item is sent, and each is read once', async () => {
		const items = [cat, sample('rocket.jpg'), sample('coffee.jpg')].map((data) => ({ files: { data } }));
		await runAt(sandbox, EDIT_IMAGE, items);
		expect(sandbox.requests()).toHaveLength(3);
		expect(new Set(store.reads).size).toBe(3);
		expect(store.reads).toHaveLength(3);

		const bad = { files: { data: { bytes: Buffer.from('no image'), fileName: 'a.png' } } };
		const { error } = await runAt(sandbox, EDIT_IMAGE, [...items, bad]);
		expect(error?.message).toContain('the file a.png is text/plain, not an image');
		expect(sandbox.requests()).toHaveLength(3);
	});

	it('no more than 64 MB of a batch are held before their turn, and each file is still read once', async () => {
		const good = { files: { data: bigClip(40 * MB) } };
		const bad = { files: { data: { ...clip, bytes: Buffer.alloc(40 * MB) } } };
		const parameters = { ...EDIT_VIDEO, options: { concurrency: 1 } };
		const { error } = await runAt(sandbox, parameters, [good, bad]);
		expect(error?.message).toContain('has the bytes of no known kind of video');
		expect(sandbox.requests().filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect(new Set(store.reads).size).toBe(2);
		expect(store.reads).toHaveLength(2);
	});

	it('a dry run reads the file once', async () => {
		const { items } = await runAt(sandbox, { ...EDIT_VIDEO, options: { dryRun: true } }, [
			{ files: { data: clip } },
		]);
		expect(items[0]?.json.files).toMatchObject({ data: { fileSize: clip.bytes.length } });
		expect(store.reads).toHaveLength(1);
	});
});

describe('n8n works inside as this node bets: isReadWhole', () => {
	it('begins the id of binary data with the name of its store', async () => {
		const { id = '' } = await inNode({ apiKey: 'none', baseUrl: 'http://127.0.0.1:1' }, ({ functions }) =>
			functions.helpers.prepareBinaryData(Buffer.from('stored'), 'a.txt', 'text/plain'),
		);
		expect(isReadWhole(id)).toBe(true);
		expect(isReadWhole('filesystem-v2:workflows/1/executions/2/binary_data/3')).toBe(false);
	});
});
