import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../sandbox';
import { sample } from '../../scripts/samples/media';
import { CLIP_ITEM, newSandbox, runAt, runOnAt, useBinaryStore } from '../support/operations';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
useBinaryStore();
vi.setConfig({ maxConcurrency: 8 });

const INCLUDE = { includeInputFields: true };
const edit = (options: INodeParameters = INCLUDE) => ({
	resource: 'image',
	operation: 'edit',
	prompt: 'Snow',
	options,
});
const submit = { resource: 'video', operation: 'edit', prompt: 'Snow', waitForCompletion: false };
const job = (operation: string, options: INodeParameters = INCLUDE) => ({
	resource: 'job',
	operation,
	jobId: '={{ $json.jobId }}',
	options,
});
const photo = (json: object = {}) => ({
	files: { data: sample('cat.png') },
	json: { sku: 'A-1', ...json },
});
const SKU = { sku: 'A-1' };

/** Submits a video, and gives its job as an item with fields of its own. */
async function submitted(sandbox: Sandbox) {
	const { items } = await runAt(sandbox, submit, [CLIP_ITEM]);
	sandbox.advance(1000);
	return { json: { ...items[0]?.json, ...SKU } };
}

describe.concurrent('Include Input Fields keeps the JSON of the input', () => {
	it('beside a result and each of its variations, whose own fields win', async () => {
		const sandbox = await newSandbox();
		const parameters = edit({ ...INCLUDE, variations: 2 });
		const { items } = await runAt(sandbox, parameters, [photo({ status: 'new' })]);
		expect(items.map(({ json }) => json)).toMatchObject(Array(2).fill({ ...SKU, status: 'completed' }));
	});

	it('beside a job that is not waited for, and a dry run', async () => {
		const sandbox = await newSandbox();
		const item = { ...CLIP_ITEM, json: SKU };
		const pending = await runAt(sandbox, { ...submit, options: INCLUDE }, [item]);
		expect(pending.items[0]?.json).toMatchObject({ ...SKU, status: 'pending' });
		const dry = await runAt(sandbox, { ...submit, options: { ...INCLUDE, dryRun: true } }, [item]);
		expect(dry.items[0]?.json).toMatchObject({ ...SKU, dryRun: true });
	});

	it.for(['wait', 'download'])('beside the result of Job → %s', async (operation) => {
		const sandbox = await newSandbox();
		const item = await submitted(sandbox);
		const { items, hints } = await runAt(sandbox, job(operation), [item]);
		expect(items[0]?.json).toMatchObject({ ...item.json, status: 'completed', durationSeconds: 3 });
		expect(items[0]?.binary?.data?.fileName).toBe(items[0]?.json.fileName);
		// What the input says that it has cost was not spent here.
		expect(hints).toEqual([]);
	});

	it('beside the job that Job → Wait returns on timeout', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 3_600_000, processingMs: 0 } });
		const item = await submitted(sandbox);
		const options = { ...INCLUDE, timeout: 0.01, onTimeout: 'returnJob' };
		const { items } = await runAt(sandbox, job('wait', options), [item]);
		expect(items[0]?.json).toMatchObject({ ...SKU, status: 'pending' });
	});

	it.for([
		['Image → Edit', edit()],
		['Job → Wait', job('wait')],
		['Job → Download', job('download')],
	] as const)('on a failed item of %s under Continue', async ([, parameters]) => {
		const sandbox = await newSandbox();
		const json = { ...SKU, jobId: 'job_of_nobody', description: 'A red coat' };
		const { items } = await runOnAt(sandbox, parameters, [{ json }]);
		expect(items[0]?.json).toMatchObject({ ...SKU, jobId: 'job_of_nobody' });
		expect(items[0]?.json.code).toMatch(/^[A-Z_]+$/);
		expect(items[0]?.json.error).toEqual(expect.any(String));
		expect(items[0]?.json.description).not.toBe('A red coat');
	});

	it('on a failed item at the error output', async () => {
		const sandbox = await newSandbox();
		const { run } = await runAt(sandbox, edit(), [{ json: { ...SKU, code: 'red' } }], {
			node: { onError: 'continueErrorOutput' },
		});
		const [results = [], failures = []] = run.data.resultData.runData.Decart?.[0]?.data?.main ?? [];
		expect(results).toEqual([]);
		expect(failures?.[0]?.json).toMatchObject({ ...SKU, code: 'INVALID_INPUT' });
	});

	it('of each item that asks for it, by an expression', async () => {
		const sandbox = await newSandbox();
		const options = { includeInputFields: '={{ $itemIndex > 0 }}', seed: '={{ $itemIndex - 1 }}' };
		const { items } = await runOnAt(sandbox, edit(options), [photo(), photo(), { json: SKU }]);
		expect(items.map(({ json }) => [json.sku, json.code])).toEqual([
			[undefined, 'INVALID_INPUT'],
			['A-1', undefined],
			['A-1', 'INVALID_INPUT'],
		]);
	});
});

describe.concurrent('Include Input Fields', () => {
	it('is off at first, on failed items too', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, edit({}), [photo(), { json: SKU }]);
		for (const { json } of items) expect(json).not.toHaveProperty('sku');
	});

	it('does not take a result for a failure because its input had failed: it is paid once', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, edit(), [photo({ error: 'No stock' })], {
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		});
		expect(items[0]?.json).toMatchObject({ ...SKU, reason: 'No stock', status: 'completed' });
		expect(items[0]?.json).not.toHaveProperty('error');
		expect(sandbox.requests()).toHaveLength(1);
	});

	it('does not take what the input says of costs and dry runs for its own', async () => {
		const sandbox = await newSandbox();
		const item = photo({ dryRun: true, estimatedCostUsd: 5 });
		const { hints } = await runAt(sandbox, edit(), [item]);
		expect(hints.map(({ message }) => message)).toEqual([
			"1 result, about $0.02 at Decart's list prices of August 2026.",
		]);
	});

	it("leaves out the input's files where n8n keeps files in the JSON", async () => {
		const sandbox = await newSandbox();
		const parameters = { ...edit({ ...INCLUDE, outputBinary: 'result' }), dataBinary: 'data' };
		const { items } = await runAt(sandbox, parameters, [photo()], {
			settings: { binaryMode: 'combined' },
		});
		expect(items[0]?.json).toMatchObject(SKU);
		expect(Object.keys(items[0]?.json._files ?? {})).toEqual(['result']);
	});
});
