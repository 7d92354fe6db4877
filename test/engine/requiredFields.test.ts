import type { INodeParameters } from 'n8n-workflow';
import { afterAll, describe, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import { startFileHost } from '../../sandbox/fileHost';
import { sample } from '../../scripts/samples/media';
import { builtDescription, listOperations, shown } from '../support/editor';
import { newSandbox, runAt, useBinaryStore } from '../support/operations';

useBinaryStore();
const host = await startFileHost();
afterAll(() => host.close());

const description = await builtDescription();
const cat = sample('cat.png');
const clip = sample('coffee-zoom.mp4');
const url = host.serve('cat.png', { body: cat.bytes, contentType: 'image/png' });
/** n8n itself stops at a required field that is empty, but not at an expression that turns out to be. */
const NOTHING = '={{ $json.nothing ?? "" }}';

/** A field that has to be filled in, among others that are. */
interface Case {
	readonly name: string;
	readonly label: string;
	readonly parameters: INodeParameters;
	/** What is missing, as Decart's SDKs name it. */
	readonly subject: string;
}

/** Every form of the node: by operation, with a model of the list and a custom one, files as binary data and by URL. */
const forms = listOperations(description).flatMap(({ resource, operation }) => {
	const generated = GENERATED_OPERATIONS.find(
		(entry) => entry.resource === resource && entry.operation === operation,
	);
	const models = generated ? [generated.defaultModel, 'custom'] : [undefined];
	return models.flatMap((model) =>
		['binary', 'url'].map((source) => ({
			resource,
			operation,
			...(model && { model }),
			...Object.fromEntries(
				['data', 'referenceImage', 'start', 'end', 'file'].map((file) => [`${file}Source`, source]),
			),
		})),
	);
});

const cases = forms.flatMap((form): Case[] => {
	const required = shown(description, form).parameters.filter((parameter) => parameter.required);
	const filled = Object.fromEntries(required.map(({ name }) => [name, valueFor(name, form.resource)]));
	return required.map(({ name, displayName }) => ({
		name: `${form.resource} → ${form.operation}, ${'model' in form ? form.model : 'no model'}: ${displayName}`,
		label: displayName,
		parameters: { ...form, ...filled, [name]: NOTHING },
		subject: describeSubject(form, name),
	}));
});
const unique = [...new Map(cases.map((entry) => [entry.name, entry])).values()];

describe('The catalog of required fields', () => {
	it('holds fields of every kind', () => {
		const labels = unique.map(({ label }) => label);
		for (const label of [
			'Prompt',
			'Image Binary Field',
			'Image URL',
			'Reference Image Binary Field',
			'Garment Image URL',
			'Style Image Binary Field',
			'First Frame URL',
			'File Binary Field',
			'File URL',
			'Custom Model ID',
			'Job ID',
			'File ID',
			'Model Names',
		])
			expect(labels).toContain(label);
	});
});

describe.concurrent('An expression that gives nothing is named by the label of its field', () => {
	it.for(unique)('$name', async ({ label, parameters, subject }) => {
		const sandbox = await newSandbox();
		const files = { data: parameters.resource === 'video' ? clip : cat, image: cat };
		const { items, error } = await runAt(sandbox, parameters, [{ files }]);
		expect(items).toEqual([]);
		expect(error?.message.startsWith(label)).toBe(true);
		expect(error?.message).toMatch(/ \[item 0\]$/);
		expect(error?.message).not.toContain('Invalid inputs');
		expect(error?.description).toMatch(/^(Correct|Enter|Fill in) /);
		expect(error?.description).toContain(label);
		expect(error?.description).toContain(`(Invalid inputs for ${subject} `);
		expect(sandbox.requests()).toEqual([]);
	});
});

function valueFor(name: string, resource: string): string {
	if (name.endsWith('Url')) return url;
	if (name === 'dataBinary') return resource === 'video' ? 'data' : 'image';
	if (name.endsWith('Binary')) return 'image';
	return name === 'customModelId' ? 'lucy-image-2' : 'Snow';
}

/** As in `lucy-image-2: reference_image`. */
function describeSubject({ resource, operation, ...form }: INodeParameters, name: string): string {
	if (name === 'customModelId') return `the custom model: ${name}`;
	const field = name.replace(/(Binary|Url)$/, '').replace('referenceImage', 'reference_image');
	if (typeof form.model !== 'string') return `${String(resource)}.${String(operation)}: ${field}`;
	return `${form.model === 'custom' ? 'lucy-image-2' : form.model}: ${field}`;
}
