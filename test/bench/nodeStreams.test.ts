import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { editThroughStreams } from '../../bench/peers/nodeStreams';
import { CLIP_PATH, sandboxForFile } from '../sandbox/support';

const sandbox = await sandboxForFile();
const folder = await mkdtemp(join(tmpdir(), 'streams-'));
afterAll(() => rm(folder, { recursive: true }));
const target = join(folder, 'result.mp4');

describe("Node's own streams, beside which the node's memory is measured", () => {
	it('send a video that Decart takes, and bring its result to the disk whole', async () => {
		await editThroughStreams(sandbox, CLIP_PATH, target);
		expect(sandbox.ledger()).toMatchObject([
			{ model: 'lucy-2.5', fields: { prompt: 'Watercolor' }, delivered: 'full' },
		]);
		expect((await readFile(target)).subarray(4, 8).toString()).toBe('ftyp');
	});

	it('measure nothing where the server refuses', async () => {
		const stranger = { url: sandbox.url, apiKey: 'dct_unknown' };
		await expect(editThroughStreams(stranger, CLIP_PATH, target)).rejects.toThrow(/^HTTP 401/);
		expect(sandbox.ledger()).toEqual([]);
	});
});
