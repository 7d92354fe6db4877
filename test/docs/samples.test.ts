import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox';
import { openBinaryStore } from '../../scripts/engine/binaryStore';
import { credentialFor, runDecart } from '../../scripts/engine/runDecart';
import { sample } from '../../scripts/samples/media';
import { readPage } from './support';

const OUTPUTS = readPage('docs/outputs.md');
const ERRORS = readPage('docs/errors.md');
/** n8n itself stops at a required field that is empty, but not at an expression that turns out to be. */
const NOTHING = '={{ $json.caption }}';
const CAT = { files: { data: sample('cat.png') } };

describe('The samples in docs/ are what the node gives', () => {
	let sandbox: Sandbox;
	let closeStore: () => Promise<void>;
	beforeAll(async () => {
		closeStore = await openBinaryStore('filesystem');
		sandbox = await startSandbox();
	});
	afterAll(async () => {
		await sandbox.close();
		await closeStore();
	});

	it('for an image', async () => {
		const { items } = await run({ prompt: 'A watercolor', options: { seed: 7, resolution: '720p' } });
		const { durationMs, fileSize, ...fixed } = sampleJson('result');
		expect(items[0]?.json).toMatchObject(fixed);
		expect(Object.keys(items[0]?.json ?? {})).toEqual(Object.keys(sampleJson('result')));
		expect([typeof durationMs, typeof fileSize]).toEqual(['number', 'number']);
		expect(Object.keys(items[0]?.binary ?? {})).toEqual(['data']);
	});

	it('for a video that is not waited for', async () => {
		const { items } = await runDecart({
			parameters: { resource: 'video', operation: 'edit', prompt: 'Snow', waitForCompletion: false },
			items: [{ files: { data: sample('coffee-zoom.mp4') } }],
			credential: credentialFor(sandbox),
		});
		const { jobId, ...fixed } = sampleJson('job');
		expect(items[0]?.json).toEqual({ ...fixed, jobId: expect.stringMatching(/^job_/) as unknown });
		expect(jobId).toMatch(/^job_/);
	});

	it('for an item that fails', async () => {
		const { items } = await run({ prompt: NOTHING }, { onError: 'continueRegularOutput' });
		expect(items[0]?.json).toEqual(sampleJson('failure'));
	});

	it('for a request with two mistakes', async () => {
		const { error } = await run({ prompt: NOTHING, options: { seed: -1 } });
		const [, quoted = ''] = /^> (Prompt .+)$/m.exec(ERRORS) ?? [];
		expect(error?.message).toContain(quoted);
		expect(quoted).toContain(';');
	});

	const run = async (parameters: object, node: { onError?: 'continueRegularOutput' } = {}) =>
		await runDecart({
			parameters: { resource: 'image', operation: 'edit', ...parameters },
			items: [CAT],
			credential: credentialFor(sandbox),
			node,
		});
});

/** The JSON that stands behind a mark such as `<!-- result -->`. */
function sampleJson(mark: string): Record<string, unknown> {
	const [, json = ''] = new RegExp(`<!-- ${mark} -->\\s+\`\`\`json\\n([^]*?)\`\`\``).exec(OUTPUTS) ?? [];
	return JSON.parse(json) as Record<string, unknown>;
}
