import { describe, expect, it, vi } from 'vitest';
import { sample } from '../../scripts/samples/media';
import { CLIP_ITEM, newSandbox, runAt, runOnAt, useBinaryStore } from '../support/operations';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
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

describe.concurrent('Max Cost (USD), where it cannot be held,', () => {
	const NO_DURATION = 'the duration of the video is not known';
	const limited = video({ options: { maxCostUsd: 5 } });
	/** Clips, of which some do not say how long they last. */
	const clips = (count: number, timeless: readonly number[]) => {
		const { bytes, ...rest } = sample('coffee-zoom.mp4');
		const changed = Buffer.from(bytes);
		changed.writeUInt32BE(0, changed.indexOf('mvhd') + 4 + 12);
		const item = { files: { data: { bytes: changed, ...rest } } };
		return Array.from({ length: count }, (_, index) => (timeless.includes(index) ? item : CLIP_ITEM));
	};

	it('names every item whose cost cannot be known, and sends nothing', async () => {
		const sandbox = await newSandbox();
		const { error } = await runAt(sandbox, limited, clips(9, [2, 5, 7]));
		expect(error?.message).toBe(
			`Max Cost (USD) cannot be held for items 2, 5 and 7: ${NO_DURATION} [item 2]`,
		);
		expect(error?.description).toBe(
			'Choose another model or file, or remove "Max Cost (USD)" from the options.',
		);
		expect(error?.context).toMatchObject({ code: 'COST_LIMIT' });
		expect(sandbox.requests()).toEqual([]);
	});

	it('gives each reason once, and three of them at most', async () => {
		const sandbox = await newSandbox();
		const custom = { model: 'custom', customModelId: '={{ "lucy-" + $itemIndex % 4 }}' };
		const { error } = await runAt(sandbox, { ...limited, ...custom }, clips(8, []));
		const reasons = [0, 1, 2].map((number) => `Decart has published no price for lucy-${number}`);
		expect(error?.message).toBe(
			`Max Cost (USD) cannot be held for items 0, 1, 2, 3, 4, 5, 6 and 7: ${reasons.join('; ')}; and others [item 0]`,
		);
		expect(sandbox.requests()).toEqual([]);
	});

	it('names twenty items of many, and says how many more there are', async () => {
		const sandbox = await newSandbox();
		const items = clips(60, []);
		const { error } = await runAt(
			sandbox,
			{ ...limited, model: 'custom', customModelId: 'lucy-3' },
			items,
		);
		const first = Array.from({ length: 20 }, (_, index) => index).join(', ');
		expect(error?.message).toContain(`cannot be held for items ${first} and 40 more: Decart`);
		expect(sandbox.requests()).toEqual([]);
	});

	it('ends with the first item that is wrong for another reason', async () => {
		const sandbox = await newSandbox();
		const options = { maxCostUsd: 5, seed: '={{ $itemIndex === 1 ? -1 : 1 }}' };
		const { error } = await runAt(sandbox, video({ options }), clips(4, [2, 3]));
		expect(error?.message).toContain('[item 1]');
		expect(error?.context).toMatchObject({ code: 'INVALID_INPUT' });
		expect(sandbox.requests()).toEqual([]);
	});

	it('lets the others go on under Continue, where each item says so', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, limited, clips(3, [1]));
		const ends = items.map(({ json }) => json.code ?? json.status);
		expect(ends).toEqual(['completed', 'COST_LIMIT', 'completed']);
		expect(items[1]?.json.error).toBe(`Max Cost (USD) cannot be held: ${NO_DURATION}`);
		expect(sandbox.jobs()).toHaveLength(2);
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
