import { describe, expect, it } from 'vitest';
import { sample, smallPng } from '../../scripts/samples/media';
import { bytesIn, imageStage, PROMPT, withIdleTimeout } from './imageSupport';
import { sha256 } from '../support/operations';

const { sandbox, edit } = await imageStage();
const photo = { data: { bytes: await smallPng(), fileName: 'cat.png', mimeType: 'image/png' } };
const items = [{ files: photo }];

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
		for (const [name, value] of sandbox.requests()[0]?.texts ?? []) form.append(name, value);
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
