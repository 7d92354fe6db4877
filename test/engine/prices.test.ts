import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { Model } from '../../nodes/Decart/types';
import { loadCuration, type ModelCuration } from '../../scripts/generator/curation';
import { sample } from '../../scripts/samples/media';
import { OWN_CURATION } from '../../scripts/util/arguments';
import { newSandbox, runAt, useBinaryStore } from '../support/operations';

useBinaryStore();
vi.setConfig({ maxConcurrency: 8 });

/** Decart's list prices of 2026-08-01, in US dollars: of an image by its resolution, or of a second of video. */
const IMAGE = { '480p': 0.01, '720p': 0.02 };
const IMAGES: Readonly<Record<string, typeof IMAGE>> = {
	'lucy-image-2': IMAGE,
	'lucy-image-latest': IMAGE,
	'lucy-pro-i2i': IMAGE,
};
const VIDEOS: Readonly<Record<string, number>> = {
	'lucy-2.5': 0.04,
	'lucy-latest': 0.04,
	'lucy-2.1': 0.04,
	'lucy-vton-3': 0.04,
	'lucy-vton-latest': 0.04,
	'lucy-vton-2': 0.04,
	'lucy-2.1-vton-2': 0.04,
	'lucy-restyle-2': 0.01,
	'lucy-restyle-latest': 0.01,
	'lucy-restyle-v2v': 0.01,
	'lucy-clip': 0.15,
	'lucy-clip-latest': 0.15,
	'lucy-pro-v2v': 0.15,
};
/** Names that cost what another model costs, and the model they stand for. */
const STANDS_FOR: Readonly<Record<string, string>> = {
	'lucy-image-latest': 'lucy-image-2',
	'lucy-pro-i2i': 'lucy-image-2',
	'lucy-latest': 'lucy-2.5',
	'lucy-vton-latest': 'lucy-vton-3',
	'lucy-2.1-vton-2': 'lucy-vton-2',
	'lucy-restyle-latest': 'lucy-restyle-2',
	'lucy-restyle-v2v': 'lucy-restyle-2',
	'lucy-clip-latest': 'lucy-clip',
	'lucy-pro-v2v': 'lucy-clip',
};
const CLIP_SECONDS = 3;

const models = GENERATED_OPERATIONS.flatMap((operation) => operation.models);
const curation = await loadCuration(OWN_CURATION);
const curated: Readonly<Record<string, ModelCuration>> = Object.assign(
	{},
	...Object.values(curation.operations).map((operation) => operation.models),
);

/** Makes one result with a model, and gives what it is said to cost. */
async function estimate({ id, resource, operation, fields }: Model, options: INodeParameters = {}) {
	const sandbox = await newSandbox({ retired: true });
	const files = { data: sample('coffee-zoom.mp4'), image: sample('cat.png') };
	const sources = fields.flatMap((field): [string, string][] =>
		field.kind === 'file' && field.required
			? [
					[`${field.parameter}Source`, 'binary'],
					[`${field.parameter}Binary`, field.accepts === 'video' ? 'data' : 'image'],
				]
			: [],
	);
	// The garment is not asked for: a prompt is enough.
	const parameters = { resource, operation, model: id, prompt: 'Snow', referenceImageSource: 'none' };
	const { items, error } = await runAt(
		sandbox,
		{ ...parameters, ...Object.fromEntries(sources), options },
		[{ files }],
	);
	expect(error).toBeUndefined();
	expect(items[0]?.json).toMatchObject({ model: id, status: 'completed' });
	return items[0]?.json.estimatedCostUsd;
}

describe('the list prices', () => {
	it('stand with the models that they are of, each with its source and date', () => {
		const priced = Object.entries(curated).filter(([, { price }]) => price);
		expect(Object.fromEntries(priced.map(([id, { price }]) => [id, price]))).toEqual(
			Object.fromEntries(
				Object.entries({ ...IMAGES, ...VIDEOS })
					.filter(([id]) => !(id in STANDS_FOR))
					.map(([id, price]) => [
						id,
						{
							...(typeof price === 'number' ? { perSecond: price } : { perImage: price }),
							...(id === 'lucy-clip' && { maxSeconds: 5 }),
							source: 'https://platform.decart.ai',
							date: '2026-08-01',
						},
					]),
			),
		);
	});

	it('of an alias and of a deprecated name are those of what it stands for', () => {
		const named = Object.entries(curated).flatMap(([id, { status, alias, replacement }]) => {
			if (alias !== undefined) return [[id, alias]];
			return status === 'deprecated' ? [[id, replacement]] : [];
		});
		expect(Object.fromEntries(named)).toEqual(STANDS_FOR);
		for (const [id, other] of Object.entries(STANDS_FOR)) {
			const [own, stoodFor] = [id, other].map(
				(name) => models.find((model) => model.id === name)?.price,
			);
			expect([id, own]).toEqual([id, stoodFor]);
		}
	});

	it('are read where the documentation says that they are', () => {
		const page = readFileSync(join(__dirname, '../../docs/costs.md'), 'utf8');
		for (const source of Object.values(curated).flatMap(({ price }) => price?.source ?? []))
			expect(page).toContain(`(${source})`);
	});
});

/** The sample clip, whose header says that it lasts longer. */
function longerClip(times: number) {
	const { bytes, ...rest } = sample('coffee-zoom.mp4');
	const longer = Buffer.from(bytes);
	const timescale = longer.indexOf('mvhd') + 4 + 12;
	longer.writeUInt32BE(longer.readUInt32BE(timescale) / times, timescale);
	return { bytes: longer, ...rest };
}

describe.concurrent('a result is said to cost', () => {
	it.for(models.filter(({ id }) => id in IMAGES))('the price of an image of $id', async (model) => {
		for (const [resolution, usd] of Object.entries(IMAGES[model.id] ?? {}))
			expect(await estimate(model, { resolution })).toBe(usd);
		expect(await estimate(model)).toBe(IMAGE['720p']);
	});

	it.for(models.filter(({ id }) => id in VIDEOS))('the price of its seconds of $id', async (model) => {
		const perSecond = VIDEOS[model.id] ?? NaN;
		expect(await estimate(model)).toBeCloseTo(CLIP_SECONDS * perSecond, 10);
	});

	it('five seconds of Lucy Clip at most', async () => {
		const sandbox = await newSandbox();
		const parameters = {
			resource: 'video',
			operation: 'edit',
			prompt: 'Snow',
			options: { dryRun: true },
		};
		const run = async (model: string) =>
			await runAt(sandbox, { ...parameters, model }, [{ files: { data: longerClip(2) } }]);
		expect((await run('lucy-clip')).items[0]?.json.estimatedCostUsd).toBe(0.75);
		expect((await run('lucy-2.5')).items[0]?.json.estimatedCostUsd).toBe(0.24);
	});

	it.for(models.filter(({ id }) => !(id in IMAGES) && !(id in VIDEOS)))(
		'nothing where no price of $id is published',
		async (model) => {
			expect(['lucy-vton-3.5', 'retired']).toContain(
				model.status === 'current' ? model.id : model.status,
			);
			expect(await estimate(model)).toBeUndefined();
		},
	);
});
