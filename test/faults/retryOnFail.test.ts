import type { IExecuteFunctions, INode, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DECART, loadEngine } from '../../scripts/engine';
import { startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../scripts/engine/runDecart';
import { editImages, editVideos, numbers } from '../../scripts/engine/batchRuns';
import { billed, pairs } from './support';
import { useFastClock } from '../support/fastClock';
import { useBinaryStore } from '../support/operations';

useFastClock(4);

let sandbox: Sandbox;
useBinaryStore();
beforeAll(async () => {
	sandbox = await startSandbox({ retired: true, jobSchedule: { pendingMs: 0, processingMs: 0 } });
});
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const RETRIED = { retryOnFail: true, maxTries: 3, waitBetweenTries: 20 } as const;
const REFUSED: Fault = { kind: 'status', status: 422, reason: 'Not this time' };
const LOST: Fault = { kind: 'reset', at: 'afterAcceptance' };

describe.each([
	['stops the workflow on an error', {}],
	['goes on after an error', { onError: 'continueRegularOutput' }],
	['sends failed items to the error output', { onError: 'continueErrorOutput' }],
] as const)("n8n's Retry On Fail, in a node that %s,", (_name, settings) => {
	const node = { ...RETRIED, ...settings };

	it('submits only what the first try has not finished', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', times: 1, fault: REFUSED }] });
		const { items, error } = await editImages(sandbox, 6, { node, options: { concurrency: 1 } });
		expect(error).toBeUndefined();
		expect(pairs(items)).toEqual(numbers(6));
		expect(Object.values(billed(sandbox))).toEqual(numbers(6).map(() => 1));
		expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual(
			numbers(6).map((number) => `photo-${number}-lucy-image-2.png`),
		);
	});

	it('takes up the jobs that the first try has submitted, and fetches their results', async () => {
		sandbox.setJobSchedule({ pendingMs: 0, processingMs: 4800 });
		const options = { timeout: 0.04, concurrency: 4 };
		const { items, error } = await editVideos(sandbox, 4, { node, options });
		expect(error).toBeUndefined();
		expect(pairs(items)).toEqual(numbers(4));
		expect(Object.values(billed(sandbox))).toEqual([1, 1, 1, 1]);
		const jobs = sandbox.ledger().map(({ jobId }) => jobId);
		expect(items.map(({ json }) => json.jobId).sort()).toEqual(jobs.sort());
		expect(items.map(({ json }) => json.status)).toEqual(numbers(4).map(() => 'completed'));
		expect(items.map(({ json }) => json.fileName)).toEqual(
			numbers(4).map((number) => `clip-${number}-lucy-2.5.mp4`),
		);
	});

	it('does not send again what may have been accepted', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', times: 1, fault: LOST }] });
		const outcome = await editImages(sandbox, 3, { node, options: { concurrency: 1 } });
		const sent = sandbox.requests().map(({ texts }) => texts.find(([name]) => name === 'prompt')?.[1]);
		expect(sent.filter((prompt) => prompt === 'image 0')).toHaveLength(1);
		expect(Math.max(...Object.values(billed(sandbox)))).toBe(1);
		if (!('onError' in settings)) {
			expect(outcome.error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN', itemIndex: 0 } });
			return;
		}
		const task = outcome.run.data.resultData.runData.Decart?.at(-1);
		const everywhere = (task?.data?.main ?? []).flatMap((output) => output ?? []);
		expect(everywhere.filter(({ json }) => json.code === 'OUTCOME_UNKNOWN')).toHaveLength(1);
		expect(everywhere.filter(({ json }) => json.status === 'completed')).toHaveLength(2);
	});

	it('counts two equal items as two', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', times: 1, fault: REFUSED }] });
		const { items } = await editImages(sandbox, 3, {
			node,
			options: { concurrency: 1 },
			parameters: { prompt: 'the same for all' },
		});
		expect(pairs(items)).toEqual([0, 1, 2]);
		expect(billed(sandbox)).toEqual({ 'the same for all': 3 });
	});

	it('gives a variation the seed that it had, and is billed once', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', times: 1, fault: REFUSED }] });
		const { items } = await editImages(sandbox, 1, { node, options: { concurrency: 1, variations: 4 } });
		const seeds = items.map(({ json }) => Number(json.seed));
		expect(seeds).toEqual(seeds.map((_, index) => ((seeds[0] ?? 0) + index) % 2 ** 32));
		expect(
			sandbox
				.ledger()
				.map(({ fields }) => fields.seed)
				.sort(),
		).toEqual([...seeds].sort());
	});
});

describe("n8n's Retry On Fail", () => {
	it('gives up after the last try, and has submitted everything once by then', async () => {
		sandbox.setFaults({ rules: [{ on: { path: 'generate' }, times: 3, fault: REFUSED }] });
		const { error } = await editImages(sandbox, 4, { node: RETRIED, options: { concurrency: 1 } });
		expect(error?.message).toContain('Not this time');
		expect(sandbox.requests()).toHaveLength(3);
		expect(sandbox.ledger()).toEqual([]);
	});

	it('hands on a job that was not waited for, instead of submitting another', async () => {
		sandbox.setFaults({ rules: [{ on: 'submit', after: 2, times: 1, fault: REFUSED }] });
		const { items } = await editVideos(sandbox, 4, {
			node: RETRIED,
			options: { concurrency: 1 },
			parameters: { waitForCompletion: false },
		});
		expect(items.map(({ json }) => json.jobId)).toEqual(sandbox.jobs().map(({ id }) => id));
		expect(Object.values(billed(sandbox))).toEqual([1, 1, 1, 1]);
	});

	it('submits a job again that has failed', async () => {
		const failure: Fault = { kind: 'job', outcome: 'fail', reason: 'error' };
		sandbox.setFaults({ rules: [{ on: 'submit', times: 1, fault: failure }] });
		const { items, error } = await editVideos(sandbox, 1, { node: RETRIED });
		expect(error).toBeUndefined();
		const jobs = sandbox.jobs().map(({ id }) => id);
		expect(jobs).toHaveLength(2);
		expect(items.map(({ json }) => json.jobId)).toEqual([jobs[1]]);
	});

	it('means nothing to another execution', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', after: 1, times: 3, fault: REFUSED }] });
		await editImages(sandbox, 2, { node: RETRIED, options: { concurrency: 1 }, executionId: '41' });
		await editImages(sandbox, 2, { node: RETRIED, options: { concurrency: 1 }, executionId: '42' });
		expect(billed(sandbox)).toEqual({ 'image 0': 2, 'image 1': 1 });
	});

	it.each([
		['went well', []],
		['failed in part', [{ on: 'generate', after: 1, times: 1, fault: REFUSED } as const]],
	])('means nothing to the next turn of a loop, when the one before %s', async (_name, rules) => {
		sandbox.setFaults({ rules });
		await runLoop(3);
		const expected = rules.length > 0 ? 8 : 9;
		expect(sandbox.ledger()).toHaveLength(expected);
		expect(sandbox.requests()).toHaveLength(9);
	});
});

/** Three items in a loop of so many turns; in each the items are the same. */
async function runLoop(turns: number): Promise<void> {
	const { start } = await loadEngine();
	let turn = 0;
	const createNode = (name: string, type: string, more: Partial<INode> = {}): INode => {
		return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more };
	};
	const decart = createNode('Decart', DECART, {
		...RETRIED,
		onError: 'continueRegularOutput',
		credentials: { decartApi: { id: '1', name: 'Decart' } },
		parameters: {
			resource: 'image',
			operation: 'generate',
			model: 'lucy-pro-t2i',
			prompt: '={{ "number " + $json.number }}',
			options: { concurrency: 1 },
		},
	});
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	const { result } = start({
		workflow: {
			name: 'loop',
			nodes: [createNode('Input', 'test.loop'), decart, createNode('Again', 'test.loop')],
			connections: { Input: to('Decart'), Decart: to('Again'), Again: to('Decart') },
		},
		startNode: 'Input',
		credentials: { decartApi: credentialFor(sandbox) },
		otherNodes: {
			'test.loop': loopNode(() => (turn += 1) <= turns),
		},
	});
	const { data } = await result;
	expect(data.resultData.runData.Decart).toHaveLength(turns);
}

function loopNode(goesOn: () => boolean): INodeType {
	return {
		description: {
			displayName: 'Loop',
			name: 'loop',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Loop' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		} as INodeTypeDescription,
		async execute(this: IExecuteFunctions) {
			const items = [0, 1, 2].map((number) => ({ json: { number }, pairedItem: { item: number } }));
			return await Promise.resolve([goesOn() ? items : []]);
		},
	};
}
