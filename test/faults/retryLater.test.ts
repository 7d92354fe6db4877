import { rm } from 'node:fs/promises';
import type { INodeExecutionData, IRun } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { editImages, numbers, startImages } from '../../scripts/engine/batchRuns';
import { openBinaryStore } from '../../scripts/engine/binaryStore';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { credentialFor, runDecart, startDecart } from '../../scripts/engine/runDecart';
import { sample } from '../../scripts/samples/media';
import type { Fault, Sandbox } from '../../sandbox';
import { newSandbox, useBinaryStore } from '../support/operations';
import { stopWallClock } from '../support/wallClock';
import { billed, eventually, pairs } from './support';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
useBinaryStore();
let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await newSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 } });
});
afterEach(() => sandbox.reset());

/** Two seconds after the wall clock's first moment: the token is asked for after one, and lasts one. */
const NEW_EXPIRY = '2026-03-01T12:00:02.000Z';
const REFUSED: Fault = { kind: 'status', status: 422, reason: 'Not this time' };
const options = { concurrency: 1 };

describe('a client token that has expired before Retry', () => {
	it('is created anew, as nobody can use it', async () => {
		const clock = stopWallClock('2026-03-01T12:00:00Z');
		const on = { method: 'POST', path: '^/v1/client/tokens' };
		sandbox.setFaults({ rules: [{ on, after: 1, times: 1, fault: REFUSED }] });
		const run = {
			parameters: {
				resource: 'account',
				operation: 'createClientToken',
				tokenFields: { expiresIn: 1 },
				options,
			},
			items: [{}, {}],
			credential: credentialFor(sandbox),
		};
		const failed = await runDecart(run);
		expect(failed.error?.message).toContain('Not this time');
		clock.step(1_000);
		const { items } = await runDecart({ ...run, retryOf: failed.run });
		expect(pairs(items)).toEqual([0, 1]);
		expect(sandbox.requests().map(({ status }) => status)).toEqual([200, 422, 200, 200]);
		expect(items.map(({ json }) => json.expiresAt)).toEqual([NEW_EXPIRY, NEW_EXPIRY]);
	});
});

describe('an input file that n8n has removed before Retry', () => {
	it('is not needed for a result that is finished', async () => {
		const failed = await failAfter(2);
		await removeInputs(failed, [0, 1]);
		const { items, error } = await editImages(sandbox, 4, { options, retryOf: failed });
		expect(error).toBeUndefined();
		expect(pairs(items)).toEqual(numbers(4));
		expect(Object.values(billed(sandbox))).toEqual([1, 1, 1, 1]);
	});

	it('fails its own item where there is no result, before anything is paid', async () => {
		const failed = await failAfter(2);
		await removeInputs(failed, [2]);
		const { error } = await editImages(sandbox, 4, { options, retryOf: failed });
		expect(error).toMatchObject({ context: { code: 'INVALID_INPUT', itemIndex: 2 } });
		expect(error?.message).toContain("cannot be read from n8n's binary store");
		expect(billed(sandbox)).toEqual({ 'image 0': 1, 'image 1': 1 });
	});
});

describe('a canceled run', () => {
	it('keeps what is finished, and counts what was under way as unknown', async () => {
		const on = 'generate' as const;
		sandbox.setFaults({
			rules: [{ on, after: 2, times: 1, fault: { kind: 'stall', at: 'beforeAnswer' } }],
		});
		const started = await startImages(sandbox, 5, { options });
		await eventually(
			() => sandbox.ledger().length,
			(count) => count === 3,
		).finally(started.cancel);
		const { run } = await started.outcome;
		expect(run.status).toBe('canceled');

		const again = await editImages(sandbox, 5, { options, retryOf: run });
		expect(again.error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN', itemIndex: 2 } });
		expect(billed(sandbox)).toEqual({ 'image 0': 1, 'image 1': 1, 'image 2': 1 });
	});

	it('does not send again on Retry an upload that was under way', async () => {
		const on = { method: 'POST', path: '^/v1/files' };
		sandbox.setFaults({
			rules: [{ on, after: 1, times: 1, fault: { kind: 'stall', at: 'beforeAnswer' } }],
		});
		const file = { files: { data: sample('cat.png') } };
		const upload = {
			parameters: { resource: 'file', operation: 'upload', options },
			items: [file, file],
			credential: credentialFor(sandbox),
		};
		const started = await startDecart(upload);
		await eventually(
			() => sandbox.requests().length,
			(count) => count === 2,
		).finally(started.cancel);
		const { run } = await started.outcome;

		const again = await runDecart({ ...upload, retryOf: run });
		expect(again.error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN', itemIndex: 1 } });
		expect(sandbox.requests()).toHaveLength(2);
	});
});

describe("what lies in the execution's data", () => {
	it('is nothing but the sum that is spent after a good run with Max Cost', async () => {
		const { run } = await editImages(sandbox, 3, { options: { ...options, maxCostUsd: 1 } });
		expect(keptIn(run)).toEqual({ decartSpentUsd: 0.03 });
	});

	it('is nothing after a good run without it, nor after a Retry that went well', async () => {
		const { run } = await editImages(sandbox, 3, { options });
		expect(keptIn(run) ?? {}).toEqual({});
		const failed = await failAfter(2);
		expect(JSON.stringify(keptIn(failed))).toContain('photo-0-lucy-image-2.png');
		const { run: retried } = await editImages(sandbox, 4, { options, retryOf: failed });
		expect(keptIn(retried) ?? {}).toEqual({});
	});
});

describe('in memory mode', () => {
	let closeMemory: () => Promise<void>;
	beforeAll(async () => {
		closeMemory = await openBinaryStore('memory');
	});
	afterAll(async () => await closeMemory());

	it("the execution's data holds the bytes of a result once, and those of the input not again", async () => {
		const kept = JSON.stringify(keptIn(await failAfter(2)));
		const files = [...kept.matchAll(/"data":"([^"]+)"/g)].map(([, data]) => data ?? '');
		expect(files).toHaveLength(2);
		expect(kept.length).toBeLessThan(files.join('').length + 2_000);
	});
});

/** Four images, of which one is refused after so many. */
async function failAfter(after: number): Promise<IRun> {
	sandbox.reset();
	sandbox.setFaults({ rules: [{ on: 'generate', after, times: 1, fault: REFUSED }] });
	const { run, error } = await editImages(sandbox, 4, { options });
	expect(error?.message).toContain('Not this time');
	return run;
}

/** What the node has left in the execution's data. */
function keptIn({ data }: IRun): unknown {
	return data.executionData?.contextData['node:Decart'];
}

function inputItems({ data }: IRun): INodeExecutionData[] {
	return data.resultData.runData.Input?.[0]?.data?.main?.[0] ?? [];
}

async function removeInputs(run: IRun, itemIndexes: readonly number[]): Promise<void> {
	for (const index of itemIndexes) {
		const id = inputItems(run)[index]?.binary?.data?.id ?? '';
		const path = await inNode(
			credentialFor(sandbox),
			async ({ functions }) => await Promise.resolve(functions.helpers.getBinaryPath(id)),
		);
		await rm(path);
		await rm(`${path}.metadata`);
	}
}
