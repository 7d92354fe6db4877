import type { IDataObject, IRun } from 'n8n-workflow';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault, Sandbox } from '../../sandbox';
import { editImages, editVideos, numbers, type RunChanges } from '../../scripts/engine/batchRuns';
import { newSandbox, useBinaryStore } from '../support/operations';
import { billed, pairs } from './support';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
useBinaryStore();
let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await newSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 } });
});
afterEach(() => sandbox.reset());

const REFUSED: Fault = { kind: 'status', status: 422, reason: 'Not this time' };
const LOST: Fault = { kind: 'reset', at: 'afterAcceptance' };
const ONE_AT_A_TIME = { concurrency: 1 };

/** Eight images whose fifth is refused, and a person's Retry. */
async function retryAfterRefusal(first: RunChanges, second: RunChanges = first) {
	sandbox.setFaults({ rules: [{ on: 'generate', after: 4, times: 1, fault: REFUSED }] });
	const failed = await editImages(sandbox, 8, { options: ONE_AT_A_TIME, ...first });
	expect(failed.error?.message).toContain('Not this time');
	return await editImages(sandbox, 8, { options: ONE_AT_A_TIME, ...second, retryOf: failed.run });
}

function expectEachPaidOnce(times = 1): void {
	expect(Object.values(billed(sandbox))).toEqual(numbers(8).map(() => times));
}

/** What the node has left in the execution's data. */
function leftIn({ data }: IRun): unknown {
	return data.executionData?.contextData['node:Decart'];
}

describe("Retry in n8n's list of executions", () => {
	it('pays only for the rest, and hands on what was finished', async () => {
		const { items, run } = await retryAfterRefusal({});
		expect(pairs(items)).toEqual(numbers(8));
		expectEachPaidOnce();
		expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual(
			numbers(8).map((number) => `photo-${number}-lucy-image-2.png`),
		);
		expect(leftIn(run) ?? {}).toEqual({});
	});

	it('pays only for the rest of the variations, whose seeds go on as they began', async () => {
		const options = { ...ONE_AT_A_TIME, variations: 3 };
		const { items } = await retryAfterRefusal({ options });
		expect(items).toHaveLength(24);
		expectEachPaidOnce(3);
		for (const number of numbers(8)) {
			const [first = 0, ...others] = items
				.slice(3 * number, 3 * number + 3)
				.map(({ json }) => Number(json.seed));
			expect(others).toEqual([(first + 1) % 2 ** 32, (first + 2) % 2 ** 32]);
		}
	});

	it('finds what was paid though seeds are random', async () => {
		const options = { ...ONE_AT_A_TIME, seed: '={{ Math.floor(Math.random() * 1e9) }}' };
		const { items } = await retryAfterRefusal({ options });
		expectEachPaidOnce();
		const sent = sandbox.ledger().map(({ fields }) => Number(fields.seed));
		expect(items.map(({ json }) => json.seed)).toEqual(sent);
	});

	it('finds what was paid though the options of the run were changed', async () => {
		const changed = { concurrency: 2, maxRetries: 1, requestTimeout: 20, outputBinary: 'restyled' };
		const { items } = await retryAfterRefusal({}, { options: changed });
		expectEachPaidOnce();
		expect(items.map(({ binary }) => Object.keys(binary ?? {}))).toEqual(
			numbers(8).map(() => ['restyled']),
		);
	});

	it('gives Base64 instead of a file where that was chosen since', async () => {
		const { items } = await retryAfterRefusal({}, { options: { ...ONE_AT_A_TIME, outputAs: 'base64' } });
		expectEachPaidOnce();
		expect(items.map(({ json }) => String(json.base64).slice(0, 5))).toEqual(
			numbers(8).map(() => 'iVBOR'),
		);
	});

	it('pays anew for what a person has edited', async () => {
		const edited = {
			parameters: { prompt: "={{ $json.number < 2 ? 'edited' : 'image ' + $json.number }}" },
		};
		await retryAfterRefusal({}, edited);
		expect(sandbox.ledger()).toHaveLength(4 + 8);
	});

	it('sends a job again that has failed, and waits for those that have not', async () => {
		sandbox.setFaults({
			rules: [
				{
					on: 'submit',
					after: 1,
					times: 1,
					fault: { kind: 'job', outcome: 'fail', reason: 'error' },
				},
			],
		});
		const failed = await editVideos(sandbox, 3, {});
		expect(failed.error).toMatchObject({ context: { code: 'JOB_FAILED' } });
		const { items } = await editVideos(sandbox, 3, { retryOf: failed.run });
		expect(pairs(items)).toEqual([0, 1, 2]);
		expect(sandbox.jobs()).toHaveLength(4);
	});

	it('waits on for a job whose timeout has passed', async () => {
		sandbox.setJobSchedule({ pendingMs: 0, processingMs: 4800 });
		const failed = await editVideos(sandbox, 2, { options: { timeout: 0.04 } });
		expect(failed.error).toMatchObject({ context: { code: 'JOB_TIMEOUT' } });
		const { items } = await editVideos(sandbox, 2, { options: { timeout: 1 }, retryOf: failed.run });
		expect(items.map(({ json }) => json.jobId).sort()).toEqual(
			sandbox
				.jobs()
				.map(({ id }) => id)
				.sort(),
		);
		expect(sandbox.jobs()).toHaveLength(2);
	});
});

describe('a request whose outcome is unknown', () => {
	it.each([
		['is not sent again by Retry', {}, 1],
		['is sent again by Retry where a person has decided so', { onUnknownOutcome: 'sendAgain' }, 2],
	])('%s, and nothing else is', async (_what, option, times) => {
		sandbox.setFaults({ rules: [{ on: 'generate', after: 1, times: 1, fault: LOST }] });
		const first = await editImages(sandbox, 3, { options: ONE_AT_A_TIME });
		expect(first.error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN' } });
		const options = { ...ONE_AT_A_TIME, ...option };
		const { error, items } = await editImages(sandbox, 3, { options, retryOf: first.run });
		expect(billed(sandbox)).toMatchObject({ 'image 0': 1, 'image 1': times });
		if (times === 1) expect(error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN' } });
		else expect(pairs(items)).toEqual([0, 1, 2]);
	});

	it('is never sent again by Retry On Fail, whatever was chosen', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', times: 1, fault: LOST }] });
		const options = { ...ONE_AT_A_TIME, onUnknownOutcome: 'sendAgain' };
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 20 };
		const { error } = await editImages(sandbox, 1, { options, node });
		expect(error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN' } });
		expect(billed(sandbox)).toEqual({ 'image 0': 1 });
	});
});

describe('the error of a stopped run', () => {
	it('says how many results are kept, and how they come out', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', after: 2, times: 1, fault: REFUSED }] });
		const { error } = await editImages(sandbox, 4, { options: ONE_AT_A_TIME });
		expect((error as unknown as IDataObject).description).toContain(
			'2 finished results are kept with this execution: Retry on the Executions tab brings them out without paying again.',
		);
	});
});
