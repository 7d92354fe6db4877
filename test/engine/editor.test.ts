import type { INodeParameters, INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import { builtDescription, listNames, listOperations, shown } from '../support/editor';
import { isFileField, isFixed, specGenerations } from '../support/spec';

const description = await builtDescription();
const generations = await specGenerations();

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const parameterNames = Object.fromEntries(
	generations.flatMap(({ form }) =>
		Object.entries(form.properties).map(([name, field]) => [
			name,
			isFileField(field) ? `${camelCase(name)}Source` : camelCase(name),
		]),
	),
);

/** The API fields that a person can fill in for the given parameters, by the API's names. */
function offered(parameters: INodeParameters): string[] {
	const names = listNames(shown(description, parameters));
	return Object.keys(parameterNames).filter((name) => names.includes(parameterNames[name] ?? ''));
}

const models = GENERATED_OPERATIONS.flatMap(({ resource, operation, models: list }) =>
	list.map(({ id }) => ({ resource, operation, model: id })),
);

describe('The editor shows', () => {
	it.each(models)(
		'for $resource → $operation with $model the fields that it takes, and no others',
		(choice) => {
			const form = generations.find(({ model }) => model === choice.model)?.form;
			const taken = Object.entries(form?.properties ?? {}).flatMap(([name, field]) =>
				isFixed(field) ? [] : [name],
			);
			expect(offered(choice).sort()).toEqual(taken.sort());
		},
	);

	it.each(models)('each parameter of $resource → $operation with $model once', (choice) => {
		for (const source of ['none', 'binary', 'url']) {
			const names = listNames(shown(description, { ...choice, referenceImageSource: source }));
			expect(names).toEqual([...new Set(names)]);
		}
	});

	it('Self Anchor for lucy-2.5 alone', () => {
		const showing = models.filter((choice) => offered(choice).includes('self_anchor'));
		expect(showing.map(({ model }) => model)).toEqual(['lucy-2.5']);
	});

	it.each(['lucy-restyle-2', 'lucy-restyle-latest', 'lucy-restyle-v2v'])(
		'for %s with a style image neither a prompt nor Enhance Prompt',
		(model) => {
			const restyle = { resource: 'video', operation: 'restyle', model };
			expect(offered({ ...restyle, referenceImageSource: 'none' })).toEqual(
				expect.arrayContaining(['prompt', 'enhance_prompt']),
			);
			for (const referenceImageSource of ['binary', 'url']) {
				expect(offered({ ...restyle, referenceImageSource }).sort()).toEqual([
					'data',
					'reference_image',
					'seed',
				]);
			}
		},
	);

	it.each([
		['binary', 'dataBinary', 'dataUrl'],
		['url', 'dataUrl', 'dataBinary'],
	])('for a file from %s the parameter %s and not %s', (dataSource, there, away) => {
		const names = listNames(shown(description, { resource: 'video', operation: 'edit', dataSource }));
		expect(names).toContain(there);
		expect(names).not.toContain(away);
	});

	it('the custom model’s ID and fields for Custom Model alone', () => {
		for (const { resource, operation } of GENERATED_OPERATIONS) {
			const custom = listNames(shown(description, { resource, operation, model: 'custom' }));
			expect(custom).toEqual(expect.arrayContaining(['customModelId', 'customFields']));
			const plain = listNames(shown(description, { resource, operation }));
			expect(plain).not.toContain('customModelId');
			expect(plain).not.toContain('customFields');
		}
	});

	it('the options of waiting only where a job is waited for', () => {
		const waiting = ['pollInterval', 'timeout', 'onTimeout'];
		const video = { resource: 'video', operation: 'edit' };
		const image = { resource: 'image', operation: 'edit' };
		const listShown = (parameters: INodeParameters) =>
			listNames(shown(description, parameters))
				.filter((name) => waiting.includes(name))
				.sort();
		expect(listShown(video)).toEqual([...waiting].sort());
		expect(listShown({ ...video, waitForCompletion: false })).toEqual([]);
		expect(listShown(image)).toEqual([]);
		expect(listShown({ ...image, options: { surface: 'process' } })).toEqual([]);
		expect(listShown({ ...image, options: { surface: 'queue' } })).toEqual([...waiting].sort());
		expect(listShown({ resource: 'job', operation: 'wait' })).toEqual([...waiting].sort());
		expect(listShown({ resource: 'job', operation: 'download' })).toEqual([]);
	});

	it('one collection of options for all operations, so that a change of operation does not empty it', () => {
		const collections = description.properties.filter(({ name }) => name === 'options');
		expect(collections.map(({ displayOptions }) => displayOptions)).toEqual([undefined]);
	});

	it('the choice of the API for the models that have both', () => {
		const showing = models.filter((choice) => listNames(shown(description, choice)).includes('surface'));
		expect(showing.map(({ model }) => model)).toEqual(['lucy-image-2', 'lucy-image-latest']);
	});

	it('a notice that the client token is a secret', () => {
		const { parameters } = shown(description, { resource: 'account', operation: 'createClientToken' });
		const notice = parameters.find(({ type }) => type === 'notice');
		expect(notice?.displayName).toMatch(/secrets: whoever has its apiKey or its token/);
	});
});

describe('The selectors', () => {
	it('offer every resource and operation of the contract', () => {
		const byResource: Record<string, string[]> = {};
		for (const { resource, operation } of listOperations(description))
			(byResource[resource] ??= []).push(operation);
		expect(byResource).toEqual({
			image: ['edit', 'generate'],
			video: expect.arrayContaining([
				'edit',
				'restyle',
				'tryOn',
				'generate',
				'animate',
				'transition',
			]) as unknown,
			job: expect.arrayContaining(['get', 'wait', 'download']) as unknown,
			file: expect.arrayContaining(['upload', 'get', 'delete']) as unknown,
			model: ['resolve'],
			account: expect.arrayContaining(['getQuota', 'createClientToken']) as unknown,
		});
		expect(listOperations(description)).toHaveLength(17);
	});

	it('take no expressions, since what is shown hangs on them', () => {
		for (const choice of models) {
			const selectors = shown(description, choice).parameters.filter(({ name }) =>
				['resource', 'operation', 'model'].includes(name),
			);
			expect(selectors.map(({ noDataExpression }) => noDataExpression)).toEqual([true, true, true]);
		}
	});

	it.each([
		['image', 'edit', 'lucy-image-2'],
		['video', 'edit', 'lucy-2.5'],
		['video', 'restyle', 'lucy-restyle-2'],
		['video', 'tryOn', 'lucy-vton-3'],
	])('%s → %s begins with the newest pinned model, %s', (resource, operation, model) => {
		expect(shown(description, { resource, operation }).values.model).toBe(model);
	});

	it('list current models first, then deprecated and retired ones, and Custom Model last', () => {
		for (const { resource, operation, models: list } of GENERATED_OPERATIONS) {
			const selector = shown(description, { resource, operation }).parameters.find(
				({ name }) => name === 'model',
			);
			const options = (selector?.options ?? []) as INodePropertyOptions[];
			const ids = options.map(({ value }) => value);
			const rank = { current: 0, deprecated: 1, retired: 2 };
			const ranks = ids
				.slice(0, -1)
				.map((id) => rank[list.find((model) => model.id === id)?.status ?? 'current']);
			expect(ranks).toEqual([...ranks].sort());
			expect(ids).toEqual([...list.map(({ id }) => id), 'custom']);
		}
	});
});
