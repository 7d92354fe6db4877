import { describe, expect, it, vi } from 'vitest';
import { sample } from '../../scripts/samples/media';
import {
	readBinary,
	CLIP_ITEM,
	newSandbox,
	requestsTo,
	runAt,
	runOnAt,
	sha256,
	useBinaryStore,
} from '../support/operations';
import { useFastClock } from '../support/fastClock';
import { IMAGE, video, WITH_IMAGE } from './videoSupport';

useFastClock(4);
useBinaryStore();
vi.setConfig({ maxConcurrency: 12 });

describe.concurrent('Video → Edit', () => {
	it('turns a clip into a video that is streamed into the binary store', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, video('edit', { prompt: 'Snow' }), [CLIP_ITEM]);
		const [job] = sandbox.jobs();
		const binary = items[0]?.binary?.data;
		const bytes = await readBinary(binary);
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toEqual({
			model: 'lucy-2.5',
			status: 'completed',
			jobId: job?.id,
			fileName: 'coffee-zoom-lucy-2.5.mp4',
			mimeType: 'video/mp4',
			fileSize: bytes.length,
			durationMs: expect.any(Number) as unknown,
			prompt: 'Snow',
			inputFileName: 'coffee-zoom.mp4',
			width: expect.any(Number) as unknown,
			height: expect.any(Number) as unknown,
			durationSeconds: 3,
			fps: 25,
			estimatedCostUsd: 0.12,
		});
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect(binary).toMatchObject({
			id: expect.stringMatching(/^filesystem/) as unknown,
			fileName: 'coffee-zoom-lucy-2.5.mp4',
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
		});
		expect(sha256(bytes)).not.toBe(sha256(sample('coffee-zoom.mp4').bytes));
		expect(sandbox.ledger()).toMatchObject([{ model: 'lucy-2.5', delivered: 'full' }]);
	});

	it('pairs the videos of several items with their inputs, in order, and takes each item’s own prompt', async () => {
		const sandbox = await newSandbox();
		const prompts = ['Snow', 'Rain', '42', 'Fog', 'Night'];
		const items = prompts.map((prompt, index) => ({
			json: { prompt },
			files: { data: { ...sample('coffee-zoom.mp4'), fileName: `clip ${index}.mp4` } },
		}));
		const outcome = await runAt(sandbox, video('edit', { prompt: '={{ $json.prompt }}' }), items);
		expect(outcome.items.map(({ pairedItem }) => pairedItem)).toEqual(
			prompts.map((_, item) => ({ item })),
		);
		expect(outcome.items.map(({ json }) => json.fileName)).toEqual(
			prompts.map((_, index) => `clip ${index}-lucy-2.5.mp4`),
		);
		const sent = sandbox
			.requests()
			.flatMap(({ files, texts }) =>
				files.length > 0 ? [[files[0]?.filename, new Map(texts).get('prompt')]] : [],
			);
		expect(sent.sort()).toEqual(prompts.map((prompt, index) => [`clip ${index}.mp4`, prompt]));
		const jobIds = outcome.items.map(({ json }) => json.jobId);
		const promptOfJob = new Map(sandbox.ledger().map(({ jobId, fields }) => [jobId, fields.prompt]));
		expect(jobIds.map((id) => promptOfJob.get(id as string))).toEqual(prompts);
	});

	it('keeps a failed item from its neighbors', async () => {
		const sandbox = await newSandbox();
		const parameters = video('edit', { prompt: 'Snow', options: { seed: '={{ $json.seed }}' } });
		const seeds = [7, -1, 9];
		const { items } = await runOnAt(
			sandbox,
			parameters,
			seeds.map((seed) => ({ ...CLIP_ITEM, json: { seed } })),
		);
		expect(items.map(({ json }) => [json.status, json.seed, json.code])).toEqual([
			['completed', 7, undefined],
			[undefined, undefined, 'INVALID_INPUT'],
			['completed', 9, undefined],
		]);
		expect(items.map(({ binary }) => binary !== undefined)).toEqual([true, false, true]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	it.for([['={{ 42 }}'], [42]])('sends the prompt %j as text', async ([prompt]) => {
		const sandbox = await newSandbox();
		await runAt(sandbox, video('edit', { prompt, waitForCompletion: false }), [CLIP_ITEM]);
		expect(sandbox.requests()[0]?.texts).toEqual([['prompt', '42']]);
	});

	it('refuses a prompt that is an object, before anything is sent', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, video('edit', { prompt: '={{ { text: "Snow" } }}' }), [
			CLIP_ITEM,
		]);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'Prompt must be text, not an object',
		});
		expect(sandbox.requests()).toEqual([]);
	});

	it.for([
		['edit', 'Give a Prompt, a Reference Image, or both'],
		['tryOn', 'Give a Garment Image, describe the garment in the Prompt, or both'],
	] as const)(
		'%s is refused where nothing tells what to do, and nothing is sent',
		async ([operation, advice]) => {
			const sandbox = await newSandbox();
			const { items } = await runOnAt(sandbox, video(operation, { prompt: ' ' }), [CLIP_ITEM]);
			expect(items[0]?.json).toMatchObject({ code: 'INVALID_INPUT', error: advice });
			expect(items[0]?.json.description).toMatch(/prompt or reference_image is required/);
			expect(sandbox.requests()).toEqual([]);
		},
	);

	it('leaves an empty prompt out beside a reference image', async () => {
		const sandbox = await newSandbox();
		await runAt(sandbox, video('edit', { ...IMAGE, waitForCompletion: false }), [WITH_IMAGE]);
		expect(sandbox.requests()[0]).toMatchObject({ status: 200, texts: [] });
		expect(sandbox.requests()[0]?.files.map(({ name }) => name)).toEqual(['data', 'reference_image']);
	});

	it('asks for the prompt that lucy-clip needs, and sends nothing', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, video('edit', { model: 'lucy-clip', prompt: ' ' }), [
			CLIP_ITEM,
		]);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'Prompt is required',
		});
		expect(sandbox.requests()).toEqual([]);
	});

	it.for([[429], [503]])('is submitted again after %i, and paid for once', async ([status = 0]) => {
		const fault = { kind: 'status', status, retryAfter: { seconds: 0 } } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'submit', fault, times: 2 }] } });
		const { items } = await runAt(sandbox, video('edit', { prompt: 'Snow' }), [CLIP_ITEM]);
		expect(items[0]?.json.status).toBe('completed');
		expect(requestsTo(sandbox, 'POST', '/v1/jobs/lucy-2.5').map((request) => request.status)).toEqual([
			status,
			status,
			200,
		]);
		expect(sandbox.ledger()).toHaveLength(1);
	});

	it('finds its job in an answer whose JSON is broken', async () => {
		const fault = { kind: 'invalidJson' } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'submit', fault }] } });
		const { items } = await runAt(sandbox, video('edit', { prompt: 'Snow' }), [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({ status: 'completed', jobId: sandbox.jobs()[0]?.id });
		expect(sandbox.ledger()).toHaveLength(1);
	});

	it('is not submitted again after a page for a job, for it may be paid', async () => {
		const fault = { kind: 'wrongType' } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'submit', fault }] } });
		const { items } = await runOnAt(sandbox, video('edit', { prompt: 'Snow' }), [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
		expect(sandbox.ledger()).toHaveLength(1);
	});

	it('sends a custom model its own fields', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(
			sandbox,
			video('edit', {
				model: 'custom',
				customModelId: 'lucy-pro-v2v',
				customFields: '{ "num_inference_steps": 30 }',
				prompt: 'Snow',
			}),
			[CLIP_ITEM],
		);
		expect(items[0]?.json).toMatchObject({ model: 'lucy-pro-v2v', status: 'completed' });
		expect(sandbox.requests()[0]).toMatchObject({
			path: '/v1/jobs/lucy-pro-v2v',
			texts: [
				['prompt', 'Snow'],
				['num_inference_steps', '30'],
			],
			unknownFields: [],
		});
	});

	it('makes several videos of one item, with consecutive seeds', async () => {
		const sandbox = await newSandbox();
		const options = { variations: 3, seed: 4294967295 };
		const { items } = await runAt(sandbox, video('edit', { prompt: 'Snow', options }), [CLIP_ITEM]);
		expect(items.map(({ json }) => [json.seed, json.fileName])).toEqual([
			[4294967295, 'coffee-zoom-lucy-2.5-1.mp4'],
			[0, 'coffee-zoom-lucy-2.5-2.mp4'],
			[1, 'coffee-zoom-lucy-2.5-3.mp4'],
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }]);
		expect(new Set(items.map(({ json }) => json.jobId)).size).toBe(3);
	});
});
