import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openManagedStore } from '../../scripts/engine/binaryStore';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { createObjectStore } from '../../scripts/engine/objectStore';
import { startS3Server } from '../../scripts/engine/s3Server';
import { sample } from '../../scripts/samples/media';
import { isReadWhole, isRemote } from '../../nodes/Decart/transport/n8nInternals';
import { useFastClock } from '../support/fastClock';
import { bigClip, newSandbox, readBinary, runAt, runOnAt, sha256 } from '../support/operations';

useFastClock(4);

const s3 = await startS3Server();
afterAll(async () => await s3.close());
beforeAll(async () => await openManagedStore('s3', await createObjectStore(s3)));

const sandbox = await newSandbox();
afterEach(() => {
	sandbox.reset();
	s3.setFault(() => undefined);
	s3.forget();
});

const clip = sample('coffee-zoom.mp4');
const cat = sample('cat.png');
const rocket = sample('rocket.jpg');
const MB = 2 ** 20;
const EDIT_VIDEO = { resource: 'video', operation: 'edit', prompt: 'Snow' };
const SEEDED = { resource: 'image', operation: 'edit', prompt: 'Snow', options: { seed: 7 } };
const EDIT_IMAGE = { resource: 'image', operation: 'edit', prompt: 'Snow' };

/** How far each file was read, in order. An answer's head counts with its body. */
function reads(): number[] {
	return s3.requests().flatMap(({ method, bytesSent }) => (method === 'GET' ? [bytesSent] : []));
}

/** The input is stored, what comes after it is not. */
function refuseResults(): void {
	let wasInputStored = false;
	s3.setFault(({ method }) => {
		if (method !== 'PUT') return undefined;
		if (wasInputStored) return 403;
		wasInputStored = true;
		return undefined;
	});
}

function count(method: string): number {
	return s3.requests().filter((request) => request.method === method).length;
}

describe('with files in S3', () => {
	it.each([
		['a video', EDIT_VIDEO, clip],
		['a PNG', EDIT_IMAGE, cat],
		['a JPEG', EDIT_IMAGE, rocket],
		['a file', { resource: 'file', operation: 'upload' }, clip],
		['a video whose cost is limited', { ...EDIT_VIDEO, options: { maxCostUsd: 100 } }, clip],
	])('%s of up to 8 MB is fetched once, checked and sent', async (_what, parameters, file) => {
		const { error } = await runAt(sandbox, parameters, [{ files: { data: file } }]);
		expect(error).toBeUndefined();
		const sent = sandbox.requests().flatMap(({ files }) => files.map((each) => each.sha256));
		expect(sent).toEqual([sha256(file.bytes)]);
		expect(reads()).toHaveLength(1);
		expect(count('HEAD')).toBe(1);
	});

	it.each([
		['its type', EDIT_VIDEO, 1],
		['its type and its length', { ...EDIT_VIDEO, options: { maxCostUsd: 100 } }, 2],
	])('of a large video %s are read from its beginning only', async (_what, parameters, looks) => {
		const big = bigClip(12 * MB);
		const { error } = await runAt(sandbox, parameters, [{ files: { data: big } }]);
		expect(error).toBeUndefined();
		const [...beginnings] = reads();
		expect(beginnings.pop()).toBeGreaterThanOrEqual(big.bytes.length);
		expect(beginnings).toHaveLength(looks);
		for (const bytes of beginnings) expect(bytes).toBeLessThan(10 * MB);
		expect(count('HEAD')).toBe(1);
	});

	it('those of a batch are checked before any item is sent, and each is fetched once', async () => {
		const items = [cat, rocket, cat].map((data) => ({ files: { data } }));
		const bad = { files: { data: { bytes: Buffer.from('no image'), fileName: 'a.png' } } };
		const { error } = await runAt(sandbox, EDIT_IMAGE, [...items, bad]);
		expect(error?.message).toContain('the file a.png is text/plain, not an image');
		expect(sandbox.requests()).toHaveLength(0);
		expect(reads()).toHaveLength(4);
	});

	it('no more than 64 MB of a batch are held before their turn, and all are checked before any is sent', async () => {
		const data = bigClip(6 * MB);
		const good = Array.from({ length: 11 }, () => ({ files: { data } }));
		const bad = { files: { data: { ...clip, bytes: Buffer.alloc(6 * MB) } } };
		const { error } = await runAt(sandbox, EDIT_VIDEO, [...good, bad]);
		expect(error?.message).toContain('has the bytes of no known kind of video');
		expect(sandbox.requests()).toHaveLength(0);

		s3.forget();
		const { items } = await runAt(sandbox, { ...EDIT_VIDEO, waitForCompletion: false }, good);
		expect(items).toHaveLength(11);
		expect(sandbox.ledger()).toHaveLength(11);
		// The last is read for its type, for its length, and to be sent.
		expect(reads()).toHaveLength(10 + 3);
	});

	it('a batch that is refused at first leaves no connection open', async () => {
		const rule = { on: 'generate', fault: { kind: 'status', status: 429 }, times: 30 } as const;
		sandbox.setFaults({ rules: [rule] });
		const items = Array.from({ length: 40 }, () => ({ files: { data: rocket } }));
		const options = { concurrency: 32, maxRetries: 8, resolution: '480p' };
		const { error } = await runAt(sandbox, { ...EDIT_IMAGE, options }, items);
		expect(error).toBeUndefined();
		expect(s3.unread()).toBe(0);
	});
});

describe('when S3 fails', () => {
	it('a file that is gone is named before anything is sent', async () => {
		s3.setFault(({ method }) => (method === 'PUT' ? undefined : 404));
		const { items } = await runOnAt(sandbox, EDIT_VIDEO, [{ files: { data: clip } }]);
		expect(items[0]?.json).toMatchObject({ code: 'INVALID_INPUT' });
		expect(items[0]?.json.error).toContain('cannot be read from n8n');
		expect(sandbox.requests()).toHaveLength(0);
	});

	it('an image that came with the answer is held by its item, and a hint says why', async () => {
		const without = await runAt(sandbox, SEEDED, [{ files: { data: cat } }]);
		const expected = await readBinary(without.items[0]?.binary?.data);
		refuseResults();
		const { items, error, hints } = await runAt(sandbox, SEEDED, [{ files: { data: cat } }]);
		expect(error).toBeUndefined();
		const made = items[0]?.binary?.data;
		expect(made).toMatchObject({
			mimeType: 'image/png',
			fileType: 'image',
			fileName: 'cat-lucy-image-2.png',
		});
		expect(made?.id).toBeUndefined();
		expect(await readBinary(made)).toEqual(expected);
		expect(hints.map(({ message }) => message).join()).toContain('Refused by the test');
	});

	it('an image that n8n could not store is not paid again by Retry', async () => {
		refuseResults();
		sandbox.setFaults({ rules: [{ on: 'generate', fault: { kind: 'status', status: 401 }, after: 1 }] });
		const items = [{ files: { data: cat } }, { files: { data: rocket } }];
		const parameters = { ...EDIT_IMAGE, options: { concurrency: 1 } };
		const failed = await runAt(sandbox, parameters, items);
		expect(failed.error).toBeDefined();
		sandbox.setFaults({ rules: [] });
		s3.setFault(() => undefined);
		const retried = await runAt(sandbox, parameters, items, { retryOf: failed.run });
		expect(retried.items).toHaveLength(2);
		expect(sandbox.ledger()).toHaveLength(2);
	});

	it('a video stays at Decart: the error names its job, and Retry downloads it without paying again', async () => {
		refuseResults();
		const items = [{ files: { data: clip } }];
		const failed = await runAt(sandbox, EDIT_VIDEO, items);
		expect(failed.error?.message).toMatch(/arrived, but n8n could not store it: .*Refused by the test/);
		expect(failed.error?.description).toContain('Job → Download');
		s3.setFault(() => undefined);
		const retried = await runAt(sandbox, EDIT_VIDEO, items, { retryOf: failed.run });
		expect(retried.items[0]?.binary?.data?.mimeType).toBe('video/mp4');
		expect(sandbox.requests().filter(({ method }) => method === 'POST')).toHaveLength(1);
	});
});

describe('n8n works inside as this node bets: isRemote', () => {
	it('begins the id of binary data with the name of its store', async () => {
		const { id = '' } = await inNode({ apiKey: 'none', baseUrl: 'http://127.0.0.1:1' }, ({ functions }) =>
			functions.helpers.prepareBinaryData(Buffer.from('stored'), 'a.txt', 'text/plain'),
		);
		expect(isRemote(id)).toBe(true);
		expect(isReadWhole(id)).toBe(false);
		expect(isRemote('filesystem-v2:workflows/1/executions/2/binary_data/3')).toBe(false);
	});
});
