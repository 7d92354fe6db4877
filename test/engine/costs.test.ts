import { describe, expect, it, vi } from 'vitest';
import { sample } from '../../scripts/samples/media';
import { CLIP_ITEM, newSandbox, runAt, runOnAt, useBinaryStore } from '../support/operations';

useBinaryStore();
vi.setConfig({ maxConcurrency: 8 });

const image = (rest: object = {}) => ({ resource: 'image', operation: 'edit', prompt: 'Snow', ...rest });
const video = (rest: object = {}) => ({ resource: 'video', operation: 'edit', prompt: 'Snow', ...rest });
const PHOTO = { files: { data: sample('cat.png') } };
const photos = (count: number) => Array.from({ length: count }, () => PHOTO);

describe.concurrent('the estimated cost', () => {
	it('of an image depends on its resolution, and the hint adds up', async () => {
		const sandbox = await newSandbox();
		const options = { resolution: '={{ $itemIndex === 0 ? "480p" : "720p" }}' };
		const { items, hints } = await runAt(sandbox, image({ options }), photos(3));
		expect(items.map(({ json }) => json.estimatedCostUsd)).toEqual([0.01, 0.02, 0.02]);
		expect(hints.map(({ message }) => message)).toEqual([
			"3 results, about $0.05 at Decart's list prices of August 2026.",
		]);
	});

	it('of a video is the price of its seconds; Lucy Clip makes five at most', async () => {
		const sandbox = await newSandbox();
		const estimate = async (model: string) =>
			(await runAt(sandbox, video({ model }), [CLIP_ITEM])).items[0]?.json.estimatedCostUsd;
		expect(await estimate('lucy-2.1')).toBe(0.12);
		expect(await estimate('lucy-latest')).toBe(0.12);
		expect(await estimate('lucy-pro-v2v')).toBe(0.45);
	});

	it('of a job that is not waited for comes from the duration of its input', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, video({ waitForCompletion: false }), [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({
			status: 'pending',
			prompt: 'Snow',
			inputFileName: 'coffee-zoom.mp4',
			estimatedCostUsd: 0.12,
		});
	});

	it('is left out for a model without a published price, and the hint with it', async () => {
		const sandbox = await newSandbox();
		const parameters = { ...video({ model: 'lucy-vton-3.5' }), operation: 'tryOn' };
		const { items, hints } = await runAt(sandbox, parameters, [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({ status: 'completed', durationSeconds: 3 });
		expect(items[0]?.json).not.toHaveProperty('estimatedCostUsd');
		expect(hints).toEqual([]);
	});
});

describe('a result', () => {
	it('carries the beginning of a long prompt', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, image({ prompt: 'Snow and ice. '.repeat(50) }), [PHOTO]);
		const prompt = String(items[0]?.json.prompt);
		expect(prompt).toMatch(/^Snow and ice\. .*…$/);
		expect(prompt.length).toBeLessThanOrEqual(200);
	});
});

describe.concurrent('Max Cost (USD)', () => {
	it('holds across items at once and variations: what goes beyond it is not sent', async () => {
		const sandbox = await newSandbox();
		const options = { maxCostUsd: 0.1, concurrency: 8, variations: 2 };
		const { items } = await runOnAt(sandbox, image({ options }), photos(8));
		expect(sandbox.requests()).toHaveLength(5);
		const refused = items.filter(({ json }) => json.code !== undefined);
		expect(refused).toHaveLength(11);
		expect(refused[0]?.json).toMatchObject({
			code: 'COST_LIMIT',
			error: 'Max Cost (USD) is $0.10: about $0.10 is spent, and this would take $0.02 more',
		});
	});

	it('counts a video by the seconds of its input', async () => {
		const sandbox = await newSandbox();
		const options = { maxCostUsd: 0.3 };
		const { items } = await runOnAt(sandbox, video({ options }), [CLIP_ITEM, CLIP_ITEM, CLIP_ITEM]);
		expect(items.filter(({ json }) => json.status === 'completed')).toHaveLength(2);
		expect(sandbox.jobs()).toHaveLength(2);
	});

	it('counts what an earlier try has paid once', async () => {
		const fault = { kind: 'status', status: 429 } as const;
		const rules = [{ on: 'generate', fault, times: 1, after: 2 } as const];
		const sandbox = await newSandbox({ faults: { rules } });
		const options = { maxCostUsd: 0.06, concurrency: 1, maxRetries: 0 };
		const run = await runAt(sandbox, image({ options }), photos(3), {
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(3);
		expect(sandbox.requests()).toHaveLength(4);
	});

	it('refuses a model without a published price before anything is sent', async () => {
		const sandbox = await newSandbox();
		const parameters = {
			...video({ model: 'lucy-vton-3.5', options: { maxCostUsd: 5 } }),
			operation: 'tryOn',
		};
		const { error } = await runAt(sandbox, parameters, [CLIP_ITEM]);
		expect(error?.message).toBe(
			'Max Cost (USD) cannot be held: Decart has published no price for lucy-vton-3.5 [item 0]',
		);
		expect(sandbox.requests()).toEqual([]);
	});
});

describe.concurrent('a dry run', () => {
	it('sends nothing, and says what would be sent and what it would cost', async () => {
		const sandbox = await newSandbox();
		const options = { dryRun: true, seed: 7, variations: 2 };
		const { items, hints } = await runAt(sandbox, image({ options }), [PHOTO]);
		const file = { fileName: 'cat.png', mimeType: 'image/png', width: 451, height: 300 };
		expect(items[0]?.json).toMatchObject({
			dryRun: true,
			model: 'lucy-image-2',
			fields: { prompt: 'Snow', seed: 7 },
			files: { data: { ...file, fileSize: sample('cat.png').bytes.length } },
			estimatedCostUsd: 0.02,
		});
		expect(items.map(({ json }) => (json.fields as { seed: number }).seed)).toEqual([7, 8]);
		expect(hints[0]?.message).toContain('nothing was sent. 2 results would cost about $0.04');
		expect(sandbox.requests()).toEqual([]);
	});

	it('of a video tells its seconds', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, video({ options: { dryRun: true } }), [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({
			files: { data: { durationSeconds: 3 } },
			estimatedCostUsd: 0.12,
		});
		expect(sandbox.requests()).toEqual([]);
	});
});

it('Include Input Fields keeps the JSON of the input beside the result', async () => {
	const sandbox = await newSandbox();
	const options = { includeInputFields: true };
	const { items } = await runAt(sandbox, image({ options }), [
		{ ...PHOTO, json: { sku: 'A-1', status: 'new' } },
	]);
	expect(items[0]?.json).toMatchObject({ sku: 'A-1', status: 'completed' });
});
