import type { INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import { builtDescription, shown } from '../support/editor';
import { findModelByPath, filledIn, listRequired } from '../support/fillIn';
import { sample } from '../../scripts/samples/media';
import { CLIP_ITEM, newSandbox, runAt, runOnAt, useBinaryStore } from '../support/operations';
import { specGenerations } from '../support/spec';

useBinaryStore();
vi.setConfig({ maxConcurrency: 12 });

const RETIRED = [
	'lucy-pro-t2i',
	'lucy-pro-t2v',
	'lucy-pro-i2v',
	'lucy-dev-i2v',
	'lucy-pro-flf2v',
	'lucy-dev-v2v',
	'lucy-fast-v2v',
];
const description = await builtDescription();
const generations = (await specGenerations()).filter(({ model }) => RETIRED.includes(model));
const retired = generations.map((generation) => ({ generation, ...findModelByPath(generation) }));

describe('A retired model', () => {
	it('is one of those that Decart once offered', () => {
		const marked = GENERATED_OPERATIONS.flatMap(({ models }) =>
			models.filter(({ status }) => status === 'retired'),
		);
		expect(marked.map(({ id }) => id).sort()).toEqual([...RETIRED].sort());
	});

	it.each(retired.map(({ model, operation }) => [model.id, operation] as const))(
		'%s is labeled and explained in the editor, and stands behind every other model',
		(id, { resource, operation }) => {
			const { parameters } = shown(description, { resource, operation, model: id });
			const list = parameters.find(({ name }) => name === 'model')?.options as INodePropertyOptions[];
			const position = list.findIndex(({ value }) => value === id);
			expect(list[position]?.name).toMatch(/\(Retired\)$/);
			expect(list.slice(position, -1).every(({ name }) => name.endsWith('(Retired)'))).toBe(true);
			const notices = parameters
				.filter(({ type }) => type === 'notice')
				.map(({ displayName }) => displayName);
			expect(notices).toEqual([expect.stringContaining('retired this model')]);
		},
	);

	it('is never the default where there is a current one', () => {
		for (const { resource, operation, models } of GENERATED_OPERATIONS) {
			const { model } = shown(description, { resource, operation }).values;
			const isCurrent = models.find(({ id }) => id === model)?.status === 'current';
			expect(isCurrent).toBe(models.some(({ status }) => status === 'current'));
		}
	});

	it('shows no notice to those who use a current one', () => {
		const { parameters } = shown(description, { resource: 'video', operation: 'edit' });
		expect(parameters.filter(({ type }) => type === 'notice')).toEqual([]);
	});
});

describe.concurrent('Where Decart no longer serves it,', () => {
	it.for(retired.map((entry) => [entry.model.id, entry] as const))(
		'%s is an error that says what to use instead, and costs nothing',
		async ([id, { generation, operation, model }]) => {
			const sandbox = await newSandbox();
			const names = listRequired(generation.form, {});
			const { parameters, files } = filledIn(generation, { operation, model }, names);
			const { items } = await runOnAt(sandbox, parameters, [{ files }]);
			expect(items).toHaveLength(1);
			expect(items[0]?.json).toMatchObject({ code: 'MODEL_NOT_FOUND', httpStatus: 404 });
			expect(items[0]?.json.error).toContain(id);
			expect(items[0]?.json.description).toContain(model.replacement ?? '"Custom Model"');
			expect(sandbox.requests()).toHaveLength(1);
			expect(sandbox.ledger()).toEqual([]);
		},
	);

	it('lucy-dev-v2v leads to lucy-2.5', async () => {
		const sandbox = await newSandbox();
		const edit = { resource: 'video', operation: 'edit', model: 'lucy-dev-v2v', prompt: 'Snow' };
		const { items } = await runOnAt(sandbox, edit, [CLIP_ITEM]);
		expect(items[0]?.json.description).toMatch(/^Choose the model lucy-2\.5 instead\./);
	});

	it.for([
		['image', 'edit', 'cat.png'],
		['video', 'edit', 'coffee-zoom.mp4'],
	] as const)(
		'a custom model of %s → %s is recognized by its spelling',
		async ([resource, operation, fileName]) => {
			const sandbox = await newSandbox();
			const parameters = {
				resource,
				operation,
				model: 'custom',
				customModelId: 'lucy-9',
				prompt: 'Snow',
			};
			const { items } = await runOnAt(sandbox, parameters, [{ files: { data: sample(fileName) } }]);
			expect(items[0]?.json).toMatchObject({
				code: 'MODEL_NOT_FOUND',
				httpStatus: 404,
				error: 'Decart does not serve the model lucy-9, or no longer',
				description: expect.stringMatching(
					/^Check the spelling of the model ID, or choose another model\./,
				) as string,
			});
			expect(sandbox.ledger()).toEqual([]);
		},
	);
});

describe.concurrent('On a host that still serves it,', () => {
	it('an old workflow goes on as it was', async () => {
		const sandbox = await newSandbox({ retired: true });
		const { items } = await runAt(
			sandbox,
			{
				resource: 'video',
				operation: 'transition',
				model: 'lucy-pro-flf2v',
				startBinary: 'first',
				endBinary: 'last',
				prompt: 'Autumn comes',
				options: { resolution: '480p' },
			},
			[{ files: { first: sample('cat.png'), last: sample('rocket.jpg') } }],
		);
		expect(items[0]?.json).toMatchObject({
			model: 'lucy-pro-flf2v',
			status: 'completed',
			resolution: '480p',
			fileName: 'cat-lucy-pro-flf2v.mp4',
		});
		expect(sandbox.requests()[0]?.files.map(({ name, filename }) => [name, filename])).toEqual([
			['start', 'cat.png'],
			['end', 'rocket.jpg'],
		]);
		expect(sandbox.ledger()).toHaveLength(1);
	});
});
