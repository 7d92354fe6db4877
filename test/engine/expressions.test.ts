import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createParameterReader } from '../../nodes/Decart/operation/itemParameters';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { sample } from '../../scripts/samples/media';
import { imageStage, type ImageStage } from './imageSupport';
import { CONTINUE } from '../../scripts/engine/batchRuns';

let stage: ImageStage;
beforeAll(async () => {
	stage = await imageStage();
});
beforeEach(() => stage.sandbox.reset());

/** Fails for the items that say so, as an expression does that names a node which is not there. */
const FAILS_WHERE_BAD = (good: string) => `={{ $json.bad ? $('Nowhere').item.json.x : ${good} }}`;

const photos = (...bad: boolean[]) =>
	bad.map((isBad) => ({ json: { bad: isBad }, files: { data: sample('cat.png') } }));

describe('an expression that fails', () => {
	it.each([
		['an option', {}, { seed: FAILS_WHERE_BAD('7') }, 'Seed'],
		[
			'the option that the first item decides for all',
			{},
			{ concurrency: FAILS_WHERE_BAD('2') },
			'Items at Once',
		],
		['the prompt', { prompt: FAILS_WHERE_BAD('"oil"') }, {}, 'Prompt'],
		['the file', { dataBinary: FAILS_WHERE_BAD('"data"') }, {}, 'Image Binary Field'],
	])('in %s belongs to its item alone and names the field', async (_where, parameters, options, label) => {
		const { items, error } = await stage.edit({
			items: photos(true, false),
			parameters,
			options,
			node: CONTINUE,
		});
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(items[0]?.json).toMatchObject({ code: 'INVALID_INPUT' });
		expect(items[0]?.json.error).toContain(`${label}: the expression fails: `);
		expect(items[0]?.json.description).toContain(`"${label}"`);
		expect(items[1]?.json).toMatchObject({ status: 'completed' });
		expect(stage.sandbox.ledger()).toHaveLength(1);
	});

	it('stops the workflow before anything is sent, with the item and the field', async () => {
		const { error } = await stage.edit({
			items: photos(false, true),
			options: { seed: FAILS_WHERE_BAD('7') },
		});
		expect(error?.message).toMatch(/^Seed: the expression fails: .*\[item 1\]$/);
		expect(stage.sandbox.requests()).toEqual([]);
	});
});

describe('the parameters of many items', () => {
	const properties = [
		{ displayName: 'Prompt', name: 'prompt', type: 'string', default: '' },
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			default: {},
			options: [
				{ displayName: 'Seed', name: 'seed', type: 'number', default: 0 },
				{ displayName: 'Max Retries', name: 'maxRetries', type: 'number', default: 3 },
			],
		},
	] satisfies INodeProperties[];

	it('are evaluated once for each item, and by n8n only where they hold an expression', async () => {
		const asked: string[] = [];
		await inNode(
			{ apiKey: 'dct_test', baseUrl: stage.sandbox.url },
			async ({ functions }) => {
				const counting = Object.create(functions) as IExecuteFunctions;
				counting.getNodeParameter = ((name: string, ...rest: [number, null]) => {
					asked.push(name);
					return functions.getNodeParameter(name, ...rest) as unknown;
				}) as IExecuteFunctions['getNodeParameter'];
				const parametersFor = createParameterReader(counting, properties);
				for (const itemIndex of [0, 0, 0]) {
					const item = parametersFor(itemIndex);
					expect(item.get('prompt')).toBe('oil');
					for (let field = 0; field < 5; field += 1) {
						expect(item.collection('options')).toEqual({ seed: 7, maxRetries: 1 });
					}
				}
				await Promise.resolve();
			},
			{ properties, parameters: { prompt: 'oil', options: { seed: '={{ 3 + 4 }}', maxRetries: 1 } } },
		);
		expect(asked).toEqual(['options.seed', 'options.seed', 'options.seed']);
	});
});
