import { describe, expect, it } from 'vitest';
import { smallPng } from '../../scripts/samples/media';
import { imageStage, PROMPT } from './imageSupport';

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
