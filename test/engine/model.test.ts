import { describe, expect, it } from 'vitest';
import { newSandbox, requestsTo, runAt, runOnAt, useBinaryStore } from '../support/operations';

useBinaryStore();

const resolve = (modelNames: unknown) => ({
	resource: 'model',
	operation: 'resolve',
	modelNames: modelNames as string,
});

describe.concurrent('Model → Resolve', () => {
	it('tells which model one name stands for', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, resolve('lucy-latest'));
		expect(items).toEqual([
			{
				json: { models: { 'lucy-latest': 'lucy-2.5' }, modelId: 'lucy-2.5' },
				pairedItem: { item: 0 },
			},
		]);
		expect(sandbox.requests()).toMatchObject([{ method: 'POST', json: { model: 'lucy-latest' } }]);
	});

	it.for([
		['a text with commas', ' lucy-latest,lucy-pro-i2i , ,lucy-vton-latest,'],
		['a list', '={{ ["lucy-latest", "lucy-pro-i2i", "lucy-vton-latest"] }}'],
	] as const)('tells which models several names stand for, given as %s', async ([, names]) => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, resolve(names));
		expect(items[0]?.json).toEqual({
			models: {
				'lucy-latest': 'lucy-2.5',
				'lucy-pro-i2i': 'lucy-image-2',
				'lucy-vton-latest': 'lucy-vton-3',
			},
		});
		expect(sandbox.requests()).toMatchObject([
			{ json: { models: ['lucy-latest', 'lucy-pro-i2i', 'lucy-vton-latest'] } },
		]);
	});

	it('takes each item’s own names', async () => {
		const sandbox = await newSandbox();
		const names = ['lucy-latest', 'lucy-vton-latest', 'lucy-2.1'];
		const { items } = await runAt(
			sandbox,
			resolve('={{ $json.name }}'),
			names.map((name) => ({ json: { name } })),
		);
		expect(items.map(({ json, pairedItem }) => [json.modelId, pairedItem])).toEqual([
			['lucy-2.5', { item: 0 }],
			['lucy-vton-3', { item: 1 }],
			['lucy-2.1', { item: 2 }],
		]);
	});

	it('asks again when the answer is lost, since it costs nothing', async () => {
		const fault = { kind: 'reset', at: 'midAnswer' } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'models', fault, times: 1 }] } });
		const { items } = await runAt(sandbox, resolve('lucy-latest'));
		expect(items[0]?.json.modelId).toBe('lucy-2.5');
		expect(requestsTo(sandbox, 'POST', '/v1/models/resolve')).toHaveLength(2);
	});

	it('says which name is not known', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, resolve('lucy-latset'));
		expect(items[0]?.json).toMatchObject({ code: 'MODEL_NOT_FOUND', httpStatus: 404 });
		expect(items[0]?.json.error).toContain('lucy-latset');
	});

	it.for([
		['no name', '={{ "" }}', 'is required'],
		['nothing but commas', ' , ', 'is required'],
		['an object', '={{ { name: "lucy-latest" } }}', 'must be'],
		['a list of objects', '={{ [{ name: "lucy-latest" }] }}', 'must be'],
	] as const)('refuses %s, before anything is sent', async ([, names, problem]) => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, resolve(names));
		expect(items[0]?.json.code).toBe('INVALID_INPUT');
		expect(items[0]?.json.error).toContain(`Model Names ${problem}`);
		expect(items[0]?.json.description).toContain(
			`(Invalid inputs for model.resolve: modelNames ${problem}`,
		);
		expect(sandbox.requests()).toEqual([]);
	});
});
