import { stringify } from 'flatted';
import { rm } from 'node:fs/promises';
import type { IBinaryData, IRun } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { editImages, editVideos, numbers } from '../../scripts/engine/batchRuns';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { credentialFor, runDecart, type DecartRun } from '../../scripts/engine/runDecart';
import { openIdempotencyStore } from '../../nodes/Decart/operation/idempotency';
import { startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { keptImage } from '../support/keptImage';
import { billed, pairs } from './support';
import { useFastClock } from '../support/fastClock';
import { useBinaryStore } from '../support/operations';

useFastClock(4);

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 } });
});
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const REFUSED: Fault = { kind: 'status', status: 422, reason: 'Not this time' };
const LOST: Fault = { kind: 'reset', at: 'afterAcceptance' };
const options = { concurrency: 1 };

describe.each(['filesystem', 'memory'] as const)('in %s mode', (mode) => {
	useBinaryStore(mode);

	it('kept results come out whole', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', after: 2, times: 1, fault: REFUSED }] });
		const failed = await editImages(sandbox, 3, { options });
		const { items } = await editImages(sandbox, 3, { options, retryOf: failed.run });
		expect(pairs(items)).toEqual([0, 1, 2]);
		expect(Object.values(billed(sandbox))).toEqual([1, 1, 1]);
		const sizes = items.map(({ json }) => json.fileSize);
		expect(await Promise.all(items.map(async ({ binary }) => await measureSize(binary?.data)))).toEqual(
			sizes,
		);
	});

	it('an upload and a token are made once', async () => {
		for (const [parameters, path] of [
			[{ resource: 'file', operation: 'upload' }, '/v1/files'],
			[{ resource: 'account', operation: 'createClientToken' }, '/v1/client/tokens'],
		] as const) {
			sandbox.reset();
			const on = { method: 'POST', path: `^${path}` };
			sandbox.setFaults({ rules: [{ on, after: 1, times: 1, fault: REFUSED }] });
			const run = uploadRun(parameters);
			const failed = await runDecart(run);
			expect(failed.error?.message).toContain('Not this time');
			const { items, error } = await runDecart({ ...run, retryOf: failed.run });
			expect(error).toBeUndefined();
			expect(pairs(items)).toEqual([0, 1]);
			const answers = sandbox.requests().filter((request) => request.path === path);
			expect(answers.map(({ status }) => status)).toEqual([200, 422, 200]);
		}
	});

	it('an upload of unknown outcome is not sent again', async () => {
		sandbox.setFaults({ rules: [{ on: 'files', times: 1, fault: LOST }] });
		const run = uploadRun({ resource: 'file', operation: 'upload' });
		const failed = await runDecart(run);
		const { error } = await runDecart({ ...run, retryOf: failed.run });
		expect(error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN' } });
		expect(sandbox.requests().filter(({ path }) => path === '/v1/files')).toHaveLength(1);
	});
});

describe('a kept result whose file n8n has removed', () => {
	useBinaryStore();

	it('is fetched again from its job', async () => {
		sandbox.setFaults({ rules: [{ on: 'submit', after: 1, times: 1, fault: REFUSED }] });
		const failed = await editVideos(sandbox, 2, { options });
		await removeKeptFiles(failed.run);
		const { items, hints } = await editVideos(sandbox, 2, { options, retryOf: failed.run });
		expect(Object.values(billed(sandbox))).toEqual([1, 1]);
		expect(items.map(({ json }) => json.fileName)).toEqual([
			'clip-0-lucy-2.5.mp4',
			'clip-1-lucy-2.5.mp4',
		]);
		expect(hints.map(({ message }) => message).join()).not.toContain('paid for again');
	});

	it('is made again where it had no job, and a hint says so', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', after: 1, times: 1, fault: REFUSED }] });
		const failed = await editImages(sandbox, 2, { options });
		await removeKeptFiles(failed.run);
		const { items, hints } = await editImages(sandbox, 2, { options, retryOf: failed.run });
		expect(pairs(items)).toEqual([0, 1]);
		expect(billed(sandbox)).toEqual({ 'image 0': 2, 'image 1': 1 });
		expect(hints.map(({ message }) => message).join()).toContain('1 result was made and paid for again');
	});
});

describe('ten thousand results', () => {
	it('take at most 5 MB of the execution', async () => {
		const bytes = await inNode(credentialFor(sandbox), async ({ functions }) => {
			const store = openIdempotencyStore(functions);
			for (const number of numbers(10_000))
				store.entry(number, [`file-${number}`]).keepResult(keptImage(number));
			return await Promise.resolve(Buffer.byteLength(stringify(functions.getContext('node'))));
		});
		expect(bytes).toBeLessThan(5_000_000);
	});
});

async function measureSize(binary: IBinaryData | undefined): Promise<number> {
	if (!binary) throw new Error('There is no file');
	if (binary.id === undefined) return Buffer.from(binary.data, 'base64').length;
	const { id } = binary;
	return await inNode(credentialFor(sandbox), async ({ functions }) => {
		return (await functions.helpers.binaryToBuffer(await functions.helpers.getBinaryStream(id))).length;
	});
}

/** Two items with a file each. */
function uploadRun(parameters: DecartRun['parameters']): DecartRun {
	const items = [0, 1].map((number) => ({
		json: { number },
		files: { data: { bytes: Buffer.from(`file ${number}`), fileName: 'a.txt', mimeType: 'text/plain' } },
	}));
	return { parameters: { ...parameters, options }, items, credential: credentialFor(sandbox) };
}

async function removeKeptFiles({ data }: IRun): Promise<void> {
	const ids = JSON.stringify(data.executionData?.contextData).match(/filesystem-v2:[^"]+/g) ?? [];
	expect(ids.length).toBeGreaterThan(0);
	for (const id of ids) {
		const path = await inNode(
			credentialFor(sandbox),
			async ({ functions }) => await Promise.resolve(functions.helpers.getBinaryPath(id)),
		);
		await rm(path);
		await rm(`${path}.metadata`);
	}
}
