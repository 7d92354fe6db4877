import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import { builtDescription, listEntries, listOperations, shown } from '../support/editor';

const description = await builtDescription();
const newest = Math.max(...[description.version].flat());
const show = (given: INodeParameters) => shown(description, given, newest);

/** Every parameter, also those in a collection. */
const all = description.properties.flatMap((parameter) => [
	parameter,
	...(parameter.options ?? []).filter((option): option is INodeProperties => 'displayName' in option),
]);
const named = (name: string) => all.filter((parameter) => parameter.name === name);

describe('The editor calls', () => {
	it.each([
		['surface', 'Processing Mode'],
		['ttl', 'Retention'],
		['customFields', 'Extra Fields (JSON)'],
		['tokenFields', 'Additional Fields'],
		['options', 'Options'],
		['prompt', 'Prompt'],
		['stylePreset', 'Style Preset'],
		['jobId', 'Job ID'],
		['fileId', 'File ID'],
		['model', 'Model'],
		['customModelId', 'Custom Model ID'],
		['waitForCompletion', 'Wait for Completion'],
		['includeInputFields', 'Include Input Fields'],
		['maxCostUsd', 'Max Cost (USD)'],
		['outputBinary', 'Put Output File in Field'],
	])('the parameter %s "%s", wherever it is', (name, label) => {
		expect(new Set(named(name).map(({ displayName }) => displayName))).toEqual(new Set([label]));
	});

	it('the three controls of a file after the file, and alike for every file', () => {
		const endings = { Source: 'Source', Binary: 'Binary Field', Url: 'URL' };
		const files = all.flatMap(({ name }) => name.match(/^(\w+)Source$/)?.[1] ?? []);
		expect(new Set(files)).toEqual(new Set(['data', 'referenceImage', 'start', 'end', 'file']));
		for (const file of files) {
			const labels = Object.entries(endings).map(([suffix, ending]) => {
				const found = named(`${file}${suffix}`).map(({ displayName }) => displayName);
				expect(found.filter((label) => !label.endsWith(` ${ending}`))).toEqual([]);
				return new Set(found.map((label) => label.slice(0, -ending.length)));
			});
			expect(labels[1]).toEqual(labels[0]);
			expect(labels[2]).toEqual(labels[0]);
		}
	});

	it('an image an image', () => {
		expect(JSON.stringify(description.properties)).not.toMatch(/picture|colour|grey/i);
	});

	it('what the node does as a person would', () => {
		const actions = JSON.parse(description.subtitle?.match(/\((\{.*\})\)\[/)?.[1] ?? '{}') as object;
		expect(actions).toMatchObject({
			'image.edit': 'Edit an image',
			'video.tryOn': 'Try on a garment in a video',
			'job.wait': 'Wait for a job and download its result',
		});
		const operations = listOperations(description);
		expect(Object.keys(actions)).toEqual(
			operations.map(({ resource, operation }) => `${resource}.${operation}`),
		);
	});
});

describe('The order of importance', () => {
	it('lists the resources by what is made', () => {
		const names = listEntries(description, 'resource').map(({ name }) => name);
		expect(names).toEqual(['Image', 'Video', 'Job', 'File', 'Model', 'Account']);
	});

	it.each([
		['image', ['Edit', 'Generate (Retired)']],
		[
			'video',
			[
				'Edit',
				'Restyle',
				'Virtual Try-On',
				'Animate (Retired)',
				'Generate (Retired)',
				'Transition (Retired)',
			],
		],
	])('lists the retired operations of %s last', (resource, expected) => {
		const names = listEntries(description, 'operation', { resource }).map(({ name }) => name);
		expect(names).toEqual(expected);
	});

	it.each(GENERATED_OPERATIONS.map(({ resource, operation }) => [resource, operation]))(
		'lists the retired models of %s → %s after the current ones',
		(resource, operation) => {
			const { models } = GENERATED_OPERATIONS.find(
				(entry) => entry.resource === resource && entry.operation === operation,
			) ?? { models: [] };
			const model = show({ resource, operation }).parameters.find(({ name }) => name === 'model');
			const offered = ((model?.options ?? []) as INodePropertyOptions[]).map(({ value }) => value);
			const isRetired = offered.map((id) => models.find((one) => one.id === id)?.status === 'retired');
			expect(isRetired.slice(0, -1)).toEqual([...isRetired.slice(0, -1)].sort());
		},
	);

	it.each([
		['image', 'edit'],
		['video', 'edit'],
		['video', 'restyle'],
	])(
		'puts the prompt of %s → %s before the files, and its style preset beside it',
		(resource, operation) => {
			const names = show({ resource, operation }).parameters.map(({ name }) => name);
			expect(names.slice(0, 6)).toEqual([
				'resource',
				'operation',
				'model',
				'prompt',
				'stylePreset',
				'dataSource',
			]);
		},
	);

	it('asks for the garment before anything else that Virtual Try-On takes', () => {
		const { parameters, values } = show({ resource: 'video', operation: 'tryOn' });
		expect(parameters.map(({ displayName }) => displayName).slice(2, 6)).toEqual([
			'Model',
			'Garment Image Source',
			'Garment Image Binary Field',
			'Prompt',
		]);
		expect(values.referenceImageSource).toBe('binary');
	});
});

describe('A new node', () => {
	it.each(['get', 'wait', 'download'])(
		'takes the job ID of the item before it in Job → %s',
		(operation) => {
			expect(show({ resource: 'job', operation }).values.jobId).toBe('={{ $json.jobId }}');
		},
	);

	it('gives an example of a custom model that the list does not have', () => {
		const listed = GENERATED_OPERATIONS.flatMap(({ models }) => models.map(({ id }) => id));
		const placeholders = named('customModelId').map(({ placeholder = '' }) => placeholder);
		expect(placeholders.length).toBeGreaterThan(0);
		for (const placeholder of placeholders) {
			expect(placeholder).toMatch(/^e\.g\. [a-z0-9.-]+$/);
			expect(listed).not.toContain(placeholder.replace('e.g. ', ''));
		}
	});

	it('is found by what a shop calls it', async () => {
		const file = join(__dirname, '../../dist/nodes/Decart/Decart.node.json');
		const { alias } = JSON.parse(await readFile(file, 'utf8')) as { alias: string[] };
		expect(alias).toEqual(expect.arrayContaining(['garment', 'clothes', 'image', 'photo', 'restyle']));
	});
});
