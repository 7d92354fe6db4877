import { describe, expect, it } from 'vitest';
import { sample, smallPng } from '../../scripts/samples/media';
import { withIdleTimeout, bytesIn, imageStage, PROMPT, sha256 } from './imageSupport';

const { sandbox, edit } = await imageStage();
const photo = { data: { bytes: await smallPng(), fileName: 'cat.png', mimeType: 'image/png' } };
const items = [{ files: photo }];

/** The texts of the only request that the sandbox received. */
function texts() {
	expect(sandbox.requests()).toHaveLength(1);
	return sandbox.requests()[0]?.texts;
}

describe('what the fields say goes over the wire', () => {
	it('nothing but the prompt, if nothing else is said', async () => {
		await edit({ items });
		expect(texts()).toEqual([['prompt', PROMPT]]);
		expect(sandbox.requests()[0]).toMatchObject({ path: '/v1/generate/lucy-image-2', unknownFields: [] });
	});

	it('seed, resolution and enhance prompt, as text', async () => {
		await edit({ items, options: { seed: 0, resolution: '480p', enhancePrompt: false } });
		expect(texts()).toEqual([
			['prompt', PROMPT],
			['seed', '0'],
			['resolution', '480p'],
			['enhance_prompt', 'false'],
		]);
	});

	it('the greatest seed, and true', async () => {
		await edit({ items, options: { seed: 4_294_967_295, enhancePrompt: true } });
		expect(texts()).toEqual([
			['prompt', PROMPT],
			['seed', '4294967295'],
			['enhance_prompt', 'true'],
		]);
	});

	it('a seed that an expression gives as text', async () => {
		await edit({
			items: [{ json: { seed: '42' }, files: photo }],
			options: { seed: '={{ $json.seed }}' },
		});
		expect(texts()).toContainEqual(['seed', '42']);
	});

	it('a prompt of digits stays text, and one with line breaks keeps its lines', async () => {
		await edit({ items, parameters: { prompt: '42' } });
		expect(texts()).toEqual([['prompt', '42']]);
		sandbox.reset();
		await edit({
			items: [{ json: { prompt: 'Snow.\nNo people.' }, files: photo }],
			parameters: { prompt: '={{ $json.prompt }}' },
		});
		expect(texts()?.[0]?.[1].split(/\r?\n/)).toEqual(['Snow.', 'No people.']);
	});

	it('each item’s own values, not the first one’s', async () => {
		const prompts = ['Snow', 'Rain', 'Sun'];
		const { items: results } = await edit({
			parameters: { prompt: '={{ $json.prompt }}' },
			options: { seed: '={{ $itemIndex + 10 }}' },
			items: prompts.map((prompt) => ({ json: { prompt }, files: photo })),
		});
		const asked = sandbox.ledger().map(({ fields }) => [fields.prompt, fields.seed]);
		expect(asked).toHaveLength(3);
		expect(new Map(asked as [string, number][])).toEqual(
			new Map([
				['Snow', 10],
				['Rain', 11],
				['Sun', 12],
			]),
		);
		expect(results.map(({ json, pairedItem }) => [json.seed, pairedItem])).toEqual([
			[10, { item: 0 }],
			[11, { item: 1 }],
			[12, { item: 2 }],
		]);
	});

	it.each(['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'])(
		'%s is asked by its own name',
		async (model) => {
			const {
				items: [result],
			} = await edit({ items, parameters: { model } });
			expect(sandbox.requests()[0]?.path).toBe(`/v1/generate/${model}`);
			expect(result?.json).toMatchObject({ model, fileName: `cat-${model}.png` });
		},
	);
});

describe('a model that the node does not know', () => {
	it('is asked by its ID, with further fields as they are', async () => {
		const {
			items: [result],
			error,
		} = await edit({
			items,
			parameters: {
				model: 'custom',
				customModelId: 'lucy-image-latest',
				customFields: '{"guidance": 7.5, "mode": "fast", "preview": false, "unset": null}',
			},
			options: { seed: 3 },
		});
		expect(error).toBeUndefined();
		expect(sandbox.requests()[0]?.path).toBe('/v1/generate/lucy-image-latest');
		expect(texts()).toEqual([
			['prompt', PROMPT],
			['seed', '3'],
			['guidance', '7.5'],
			['mode', 'fast'],
			['preview', 'false'],
		]);
		expect(result?.json).toMatchObject({
			model: 'lucy-image-latest',
			fileName: 'cat-lucy-image-latest.png',
		});
	});

	it('takes its fields as an object from an expression too', async () => {
		await edit({
			items: [{ json: { extra: { guidance: 7 } }, files: photo }],
			parameters: {
				model: 'custom',
				customModelId: 'lucy-image-2',
				customFields: '={{ $json.extra }}',
			},
		});
		expect(texts()).toContainEqual(['guidance', '7']);
	});

	it('that Decart does not serve either is an error that says so', async () => {
		const { error } = await edit({
			items,
			parameters: { model: 'custom', customModelId: 'lucy-image-99' },
		});
		expect(error).toMatchObject({
			message: 'Decart does not serve the model lucy-image-99, or no longer [item 0]',
			context: { code: 'MODEL_NOT_FOUND', itemIndex: 0 },
		});
		expect(sandbox.ledger()).toEqual([]);
	});
});

describe('several variations of an image', () => {
	it('have consecutive seeds and numbered names, and all are paired to their item', async () => {
		const { items: results } = await edit({
			items: [{ files: { data: sample('cat.png') } }, { files: { data: sample('coffee.jpg') } }],
			options: { seed: 100, variations: 3, resolution: '480p' },
		});
		expect(results.map(({ json, pairedItem }) => [json.seed, json.fileName, pairedItem])).toEqual([
			[100, 'cat-lucy-image-2-1.png', { item: 0 }],
			[101, 'cat-lucy-image-2-2.png', { item: 0 }],
			[102, 'cat-lucy-image-2-3.png', { item: 0 }],
			[100, 'coffee-lucy-image-2-1.png', { item: 1 }],
			[101, 'coffee-lucy-image-2-2.png', { item: 1 }],
			[102, 'coffee-lucy-image-2-3.png', { item: 1 }],
		]);
		expect(
			sandbox
				.ledger()
				.map(({ fields }) => Number(fields.seed))
				.sort(),
		).toEqual([100, 100, 101, 101, 102, 102]);
		const images = await Promise.all(results.map(async (item) => sha256(await bytesIn(item))));
		expect(new Set(images).size).toBe(6);
	});

	it('have consecutive seeds when none was given, and the seeds are in the output', async () => {
		const { items: results } = await edit({ items, options: { variations: 4 } });
		const seeds = results.map(({ json }) => Number(json.seed));
		const [first = NaN] = seeds;
		expect(seeds).toEqual([0, 1, 2, 3].map((step) => (first + step) % 2 ** 32));
		expect(new Set(sandbox.ledger().map(({ fields }) => fields.seed))).toEqual(new Set(seeds));
	});

	it('go on at zero after the greatest seed', async () => {
		const { items: results } = await edit({ items, options: { seed: 4_294_967_295, variations: 2 } });
		expect(results.map(({ json }) => json.seed)).toEqual([4_294_967_295, 0]);
	});

	it('number a name that was chosen', async () => {
		const { items: results } = await edit({ items, options: { variations: 2, fileName: 'spring.png' } });
		expect(results.map(({ json }) => json.fileName)).toEqual(['spring-1.png', 'spring-2.png']);
	});
});

describe('the result', () => {
	it('tells the name, type and size of the real bytes, which are those that Decart answered', async () => {
		const cat = sample('cat.png');
		const {
			items: [result],
		} = await edit({
			items: [{ json: { id: 5 }, files: { data: cat } }],
			options: { seed: 11, resolution: '480p', enhancePrompt: false },
		});
		const form = new FormData();
		form.append('data', new Blob([cat.bytes], { type: 'image/png' }), 'cat.png');
		for (const [name, value] of texts() ?? []) form.append(name, value);
		const answer = await withIdleTimeout(sandbox, form);
		expect(sha256(await bytesIn(result))).toBe(sha256(answer));
		expect(result?.json).toEqual({
			model: 'lucy-image-2',
			status: 'completed',
			seed: 11,
			resolution: '480p',
			durationMs: expect.any(Number),
			fileName: 'cat-lucy-image-2.png',
			mimeType: 'image/png',
			fileSize: answer.length,
			width: 722,
			height: 480,
			prompt: PROMPT,
			inputFileName: 'cat.png',
			estimatedCostUsd: 0.01,
		});
		expect(result?.binary?.data).toMatchObject({
			fileName: 'cat-lucy-image-2.png',
			mimeType: 'image/png',
			fileExtension: 'png',
			bytes: answer.length,
		});
	});

	it('lies in the binary field that was asked for', async () => {
		const {
			items: [result],
		} = await edit({ items, options: { outputBinary: 'restyled' } });
		expect(Object.keys(result?.binary ?? {})).toEqual(['restyled']);
		expect((await bytesIn(result, 'restyled')).length).toBe(result?.json.fileSize);
	});

	it.each([
		['spring', 'spring.png'],
		['spring.png', 'spring.png'],
		['spring.jpg', 'spring.png'],
		['../../etc/spring.png', 'spring.png'],
		['Frühling 🌷.png', 'Frühling 🌷.png'],
		['={{ $json.title }}', 'From the item.png'],
	])('called %s is named %s', async (fileName, expected) => {
		const {
			items: [result],
		} = await edit({
			items: [{ json: { title: 'From the item' }, files: photo }],
			options: { fileName },
		});
		expect(result?.json.fileName).toBe(expected);
		expect(result?.binary?.data?.fileName).toBe(expected);
	});
});
