import { describe, expect, it, vi } from 'vitest';
import { sample } from '../../scripts/samples/media';
import { CLIP_ITEM, newSandbox, runAt, useBinaryStore } from '../support/operations';

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
		const costOf = async (model: string) =>
			(await runAt(sandbox, video({ model }), [CLIP_ITEM])).items[0]?.json.estimatedCostUsd;
		expect(await costOf('lucy-2.1')).toBe(0.12);
		expect(await costOf('lucy-latest')).toBe(0.12);
		expect(await costOf('lucy-pro-v2v')).toBe(0.45);
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
