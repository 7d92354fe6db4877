import { describe, expect, it } from 'vitest';
import { useFastClock } from '../support/fastClock';
import { CLIP_ITEM, newSandbox, runAt, runOnAt, useBinaryStore } from '../support/operations';
import { IMAGE, video, WITH_IMAGE } from './videoSupport';

useFastClock(4);
useBinaryStore();

/** n8n itself refuses a required parameter that is left empty; what an expression gives it cannot know. */
const EMPTY = '={{ "" }}';

describe.concurrent('Video → Restyle', () => {
	const restyle = (rest: object = {}) => video('restyle', { waitForCompletion: false, ...rest });

	it('takes a prompt', async () => {
		const sandbox = await newSandbox();
		await runAt(sandbox, restyle({ prompt: 'Anime', options: { enhancePrompt: false } }), [CLIP_ITEM]);
		expect(sandbox.requests()[0]).toMatchObject({
			path: '/v1/jobs/lucy-restyle-2',
			status: 200,
			texts: [
				['prompt', 'Anime'],
				['enhance_prompt', 'false'],
			],
		});
	});

	it('takes a style image, and then nothing of a prompt that was typed before', async () => {
		const sandbox = await newSandbox();
		const parameters = restyle({
			...IMAGE,
			prompt: 'Anime',
			options: { enhancePrompt: false, seed: 3 },
		});
		await runAt(sandbox, parameters, [WITH_IMAGE]);
		expect(sandbox.requests()[0]).toMatchObject({ status: 200, texts: [['seed', '3']] });
		expect(sandbox.requests()[0]?.files.map(({ name }) => name)).toEqual(['data', 'reference_image']);
	});

	it('refuses neither prompt nor style image, and sends nothing', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, restyle({ prompt: EMPTY }), [CLIP_ITEM]);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'Give a Prompt or a Style Image',
		});
		expect(sandbox.requests()).toEqual([]);
	});

	// An expression in the source makes n8n show, and demand, every field.
	const EITHER = {
		...IMAGE,
		referenceImageSource: '={{ "binary" }}',
		referenceImageUrl: 'https://example.com/',
	};

	it('refuses a prompt together with a style image, and sends nothing', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, restyle({ ...EITHER, prompt: 'Anime' }), [WITH_IMAGE]);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'Prompt and Style Image cannot be used together',
		});
		expect(sandbox.requests()).toEqual([]);
	});

	it('refuses Enhance Prompt together with a style image, and sends nothing', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(
			sandbox,
			restyle({ ...EITHER, prompt: EMPTY, options: { enhancePrompt: true } }),
			[WITH_IMAGE],
		);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'Enhance Prompt cannot be used together with Style Image',
		});
		expect(sandbox.requests()).toEqual([]);
	});
});

describe.concurrent('Video → Virtual Try-On', () => {
	it('puts the garment of an image on, without a prompt', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, video('tryOn', IMAGE), [WITH_IMAGE]);
		expect(items[0]?.json).toMatchObject({
			model: 'lucy-vton-3',
			status: 'completed',
			fileName: 'coffee-zoom-lucy-vton-3.mp4',
		});
		expect(sandbox.requests()[0]).toMatchObject({ path: '/v1/jobs/lucy-vton-3', texts: [] });
	});
});
