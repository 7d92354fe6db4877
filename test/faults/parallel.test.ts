import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox';
import type { DecartOutcome } from '../../scripts/engine/runDecart';
import { useFastClock } from '../support/fastClock';
import { isFullRun } from '../support/fullRun';
import { openGate, type Gate, type GateOptions } from '../support/gate';
import { CONTINUE, editImages, editVideos, numbers, startImages } from '../../scripts/engine/batchRuns';
import { billed, eventually, pairs } from './support';
import { useBinaryStore } from '../support/operations';

let sandbox: Sandbox;
useBinaryStore();
const gates: Gate[] = [];
beforeAll(async () => {
	sandbox = await startSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 } });
});
afterEach(async () => {
	await Promise.all(gates.splice(0).map(async (gate) => await gate.close()));
	sandbox.reset();
});
afterAll(async () => await sandbox.close());

async function gateWith(options: Partial<GateOptions>): Promise<Gate & { apiKey: string }> {
	const gate = await openGate({ to: sandbox.url, atOnce: 1000, workMs: 0, ...options });
	gates.push(gate);
	return { ...gate, apiKey: sandbox.apiKey };
}

function failures({ items }: DecartOutcome): unknown[] {
	return items.flatMap(({ json }) => (json.error ? [json] : []));
}

describe('items side by side', () => {
	it.each([1, 4, 16])('are as many at once as the user allows, %d', async (concurrency) => {
		const gate = await gateWith({ workMs: 60 * concurrency });
		// Enough that some are still to come when as many as allowed are under way.
		const outcome = await editImages(gate, Math.max(4, 2 * concurrency), { options: { concurrency } });
		expect(outcome.error).toBeUndefined();
		expect(gate.busiest()).toBe(concurrency);
	});

	it('come out in the order in which they went in, however long each takes', async () => {
		sandbox.setFaults({
			rules: [{ on: 'generate', probability: 0.5, fault: { kind: 'latency', ms: 80 } }],
			seed: 3,
		});
		const { items } = await editImages(sandbox, 30, { options: { concurrency: 8 } });
		expect(pairs(items)).toEqual(numbers(30));
		expect(items.map(({ json }) => json.fileName)).toEqual(
			numbers(30).map((number) => `photo-${number}-lucy-image-2.png`),
		);
	});

	it('are not held up by a slow one', async () => {
		const slow = { kind: 'stall', at: 'afterUpload' } as const;
		sandbox.setFaults({ rules: [{ on: 'generate', times: 1, fault: slow }] });
		const run = await startImages(sandbox, 12, { options: { concurrency: 2 } });
		const delivered = () => sandbox.ledger().filter((entry) => entry.delivered === 'full').length;
		await eventually(delivered, (count) => count === 11);
		run.cancel();
		await run.outcome;
	});

	it('go through the same pool with all their variations', async () => {
		const gate = await gateWith({ workMs: 40 });
		const { items } = await editImages(gate, 3, {
			options: { concurrency: 4, variations: 5, seed: 100 },
		});
		expect(gate.busiest()).toBe(4);
		expect(pairs(items)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
		expect(items.map(({ json }) => json.seed)).toEqual(
			[0, 1, 2].flatMap(() => [100, 101, 102, 103, 104]),
		);
		expect(sandbox.ledger()).toHaveLength(15);
	});
});

/** Enough for every one of 32 at once to be refused or to wait. */
const IMAGES = isFullRun ? 100 : 48;

describe('a batch against a server that takes 8 at once, for 300 ms each, and asks the others to wait a second', () => {
	useFastClock(3);

	it.each([16, 32])(`loses none of ${IMAGES} images at concurrency %d`, async (concurrency) => {
		const warnings: string[] = [];
		const note = (warning: Error) => warnings.push(warning.message);
		process.on('warning', note);
		const gate = await gateWith({ atOnce: 8, workMs: 300, retryAfter: '1' });
		const outcome = await editImages(gate, IMAGES, { options: { concurrency }, node: CONTINUE });
		process.off('warning', note);
		process.stdout.write(
			`    concurrency ${concurrency}: ${gate.refused()} answers of 429 to ${IMAGES} images\n`,
		);
		expect(failures(outcome)).toEqual([]);
		expect(pairs(outcome.items)).toEqual(numbers(IMAGES));
		expect(Object.values(billed(sandbox))).toEqual(numbers(IMAGES).map(() => 1));
		expect(gate.refused()).toBeLessThan(IMAGES);
		expect(warnings).toEqual([]);
	});

	it('loses none either when the server takes two and names no time', async () => {
		const gate = await gateWith({ atOnce: 2, workMs: 20 });
		const outcome = await editImages(gate, 40, { options: { concurrency: 32 }, node: CONTINUE });
		expect(failures(outcome)).toEqual([]);
		expect(sandbox.ledger()).toHaveLength(40);
	});
});

describe('a server that asks to wait', () => {
	useFastClock(2);

	it.each([429, 503])(
		'is left alone by the whole batch for as long as it asks, after %d',
		async (status) => {
			const pause = { from: 30, status, seconds: 1 };
			const gate = await gateWith({ atOnce: 4, workMs: 50, pause });
			const { error } = await editImages(gate, 64, { options: { concurrency: 32 } });
			expect(error).toBeUndefined();
			// Those that were on their way then, and not all the 32.
			expect(gate.tooEarly()).toBeGreaterThan(0);
			expect(gate.tooEarly()).toBeLessThanOrEqual(8);
			expect(Object.values(billed(sandbox))).toEqual(numbers(64).map(() => 1));
		},
	);

	// That more come again when it has recovered is shown with a clock, in test/unit/transport/limiter/batch.test.ts.
	it('is asked again by fewer at once', async () => {
		const gate = await gateWith({ workMs: 200 });
		const busy = { kind: 'status', status: 429 } as const;
		sandbox.setFaults({ rules: [{ on: 'generate', after: 40, times: 8, fault: busy }] });
		const { error } = await editImages(gate, 140, { options: { concurrency: 16 }, node: CONTINUE });
		expect(error).toBeUndefined();
		const last = sandbox.requests().findLastIndex(({ status }) => status === 429);
		// The gate counts a request before the sandbox does: twice sixteen may have come in by then.
		const after = gate.widths().slice(last + 33);
		expect(after.length).toBeGreaterThanOrEqual(40);
		expect(Math.max(...gate.widths().slice(0, last))).toBeGreaterThan(12);
		expect(Math.max(...after.slice(0, 40))).toBeLessThan(16);
	});
});

describe('the first failure, where the workflow is to stop', () => {
	const refusal = { kind: 'status', status: 422, reason: 'A broken image' } as const;

	it('starts nothing more, lets finish what is paid, and tells what is there', async () => {
		sandbox.setFaults({
			rules: [
				{ on: 'generate', after: 4, times: 1, fault: refusal },
				{ on: 'generate', fault: { kind: 'latency', ms: 400 } },
			],
		});
		const { error, items } = await editImages(sandbox, 40, { options: { concurrency: 3 } });
		expect(items).toEqual([]);
		expect(sandbox.requests().length).toBeLessThanOrEqual(8);
		const failed = sandbox.requests().find(({ status }) => status === 422);
		const prompt = failed?.texts.find(([name]) => name === 'prompt')?.[1] ?? '';
		const itemIndex = Number(prompt.replace('image ', ''));
		expect(error?.message).toBe(
			`Decart could not edit the image with lucy-image-2: A broken image (HTTP 422) [item ${itemIndex}]`,
		);
		expect(error).toMatchObject({ context: { itemIndex, code: 'INVALID_INPUT' } });
		for (const { fields } of sandbox.ledger()) {
			const number = String(fields.prompt).replace('image ', '');
			expect(error?.description).toContain(`item ${number} is done (photo-${number}-lucy-image-2.png)`);
		}
		expect(sandbox.ledger().length).toBeGreaterThanOrEqual(4);
	});

	it('names the job of every item that has one', async () => {
		sandbox.setFaults({ rules: [{ on: 'submit', after: 3, times: 1, fault: refusal }] });
		const { error } = await editVideos(sandbox, 10, { options: { concurrency: 4 } });
		expect(error?.message).toMatch(/A broken image .*\[item \d\]$/);
		const jobs = sandbox.jobs().map(({ id }) => id);
		expect(jobs.length).toBeGreaterThanOrEqual(3);
		for (const id of jobs) expect(error?.description).toContain(`job ${id}`);
	});

	it('names all jobs of a long batch, not only the first', async () => {
		sandbox.setFaults({ rules: [{ on: 'submit', after: 120, times: 1, fault: refusal }] });
		const { error } = await editVideos(sandbox, 130, {
			options: { concurrency: 8 },
			parameters: { waitForCompletion: false },
		});
		const jobs = sandbox.jobs().map(({ id }) => id);
		expect(jobs.length).toBeGreaterThanOrEqual(120);
		expect(jobs.filter((id) => !error?.description?.includes(`job ${id}`))).toEqual([]);
	});
});
