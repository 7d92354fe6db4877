import { afterAll, beforeAll, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { GeneratedOperation, Model } from '../../nodes/Decart/types';
import { openEditor, type Editor } from '../harness/editor';
import { takeForm, type Form } from '../harness/form';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addWorkflow } from '../../scripts/n8n/workflows';

const RESOURCES = { image: 'Image', video: 'Video' } as const;
const OPERATIONS: Readonly<Record<string, string>> = {
	'image.edit': 'Edit',
	'image.generate': 'Generate (Retired)',
	'video.edit': 'Edit',
	'video.restyle': 'Restyle',
	'video.tryOn': 'Virtual Try-On',
	'video.generate': 'Generate (Retired)',
	'video.animate': 'Animate (Retired)',
	'video.transition': 'Transition (Retired)',
};
/** By resource and operation, as they are labeled: the fields besides these two, and the options. */
const BY_HAND: readonly (readonly [resource: string, operation: string, fields: string[], more: string[]])[] =
	[
		['Job', 'Get', ['jobId'], []],
		[
			'Job',
			'Wait',
			['jobId'],
			[
				'File Name',
				'Include Input Fields',
				'On Timeout',
				'Output As',
				'Poll Interval (Seconds)',
				'Put Output File in Field',
				'Timeout (Minutes)',
			],
		],
		[
			'Job',
			'Download',
			['jobId'],
			['File Name', 'Include Input Fields', 'Output As', 'Put Output File in Field'],
		],
		[
			'File',
			'Upload',
			['fileSource', 'fileBinary', 'ttl'],
			['Max URL File Size (MB)', 'On Unknown Outcome'],
		],
		['File', 'Get', ['fileId'], []],
		['File', 'Delete', ['fileId'], []],
		['Model', 'Resolve', ['modelNames'], []],
		['Account', 'Get Quota', [], []],
	];
const EVERY_REQUEST = ['Items at Once', 'Max Retries', 'Request Timeout (Seconds)'];

inEveryN8n('The editor', (n8n) => {
	let editor: Editor;
	let form: Form;
	beforeAll(async () => {
		editor = await openEditor(n8n);
		const workflow = await addWorkflow(n8n, {
			name: 'A node of each kind',
			nodes: [
				{
					id: 'decart',
					name: 'Decart',
					type: 'n8n-nodes-decart.decart',
					typeVersion: 1.1,
					position: [0, 0],
					parameters: {},
				},
			],
			connections: {},
		});
		await editor.openNode(workflow.id, 'decart');
		form = await takeForm(editor.page);
	});
	afterAll(async () => await editor.close());

	for (const generated of GENERATED_OPERATIONS) {
		it(`shows every model of ${generated.resource}.${generated.operation} with the fields it takes`, async () => {
			const { resource, operation } = generated;
			await form.choose('resource', RESOURCES[resource]);
			await form.choose('operation', OPERATIONS[`${resource}.${operation}`] ?? '');
			for (const model of [...generated.models, generated.custom]) {
				await form.choose('model', model.label);
				await expect
					.poll(async () => (await form.read()).fields, { message: model.id })
					.toEqual(['resource', 'operation', 'model', ...listShownFields(model, generated)]);
				expect(await form.offeredOptions(), model.id).toEqual(listOptions(model));
			}
		});
	}

	it.each(BY_HAND)('shows %s → %s with its fields', async (resource, operation, fields, more) => {
		await form.choose('resource', resource);
		await form.choose('operation', operation);
		await expect
			.poll(async () => (await form.read()).fields)
			.toEqual(['resource', 'operation', ...fields]);
		expect(await form.offeredOptions()).toEqual(sorted([...EVERY_REQUEST, ...more]));
	});

	it('warns that a client token is a secret', async () => {
		await form.choose('resource', 'Account');
		await form.choose('operation', 'Create Client Token');
		await editor.page.getByText('The output holds secrets').waitFor();
	});
});

/** What the catalog says of a model, as the names of the fields at the top of the node: the prompt comes first. */
function listShownFields({ id, fields, output }: Model, { operation }: GeneratedOperation): string[] {
	const files = fields.filter(({ kind }) => kind === 'file');
	const required = files.filter((field) => field.required);
	const optional = files.filter((field) => !field.required);
	const isTryOn = operation === 'tryOn';
	return [
		...(id === 'custom' ? ['customModelId', 'customFields'] : []),
		...(isTryOn ? optional.flatMap(binaryFields) : []),
		...(fields.some(({ name }) => name === 'prompt') ? ['prompt'] : []),
		...(['edit', 'restyle'].includes(operation) ? ['stylePreset'] : []),
		...required.flatMap(binaryFields),
		...(isTryOn ? [] : optional.map(({ parameter }) => `${parameter}Source`)),
		...(output === 'video' ? ['waitForCompletion'] : []),
	];
}

/** A file field whose source is a binary file. */
function binaryFields({ parameter }: Model['fields'][number]): string[] {
	return [`${parameter}Source`, `${parameter}Binary`];
}

/** The model's own optional fields, and what the node itself offers. */
function listOptions(model: Model): string[] {
	const own = model.fields.filter(({ kind, name }) => kind !== 'file' && name !== 'prompt');
	return sorted([
		...EVERY_REQUEST,
		...own.map(({ label }) => label),
		...[
			'Dry Run',
			'File Name',
			'Include Input Fields',
			'Max Cost (USD)',
			'Max URL File Size (MB)',
			'On Unknown Outcome',
			'Output As',
			'Put Output File in Field',
		],
		'Variations',
		...(model.paths.length > 1 ? ['Processing Mode'] : []),
		...(model.output === 'video' ? ['On Timeout', 'Poll Interval (Seconds)', 'Timeout (Minutes)'] : []),
	]);
}

function sorted(labels: readonly string[]): string[] {
	return [...labels].sort((a, b) => a.localeCompare(b, 'en'));
}
