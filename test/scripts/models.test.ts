import { describe, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { Field } from '../../nodes/Decart/types';
import { changedCatalog, findModel, schema } from './support';

/** Adds a field to a request body of the document and reads it back from a model that takes it. */
async function readNewField(extra: unknown, required = false): Promise<Field | undefined> {
	const catalog = await changedCatalog((draft) => {
		draft.set(schema('ImageEdit', 'properties', 'extra'), extra);
		if (required) draft.push(schema('ImageEdit', 'required'), 'extra');
	});
	return findModel(catalog, 'lucy-image-2').fields.find(({ name }) => name === 'extra');
}

describe('a field of the document', () => {
	const base = { name: 'extra', parameter: 'extra', label: 'Extra', required: false };

	it.each<[string, unknown, object | undefined]>([
		['text', { type: 'string' }, { kind: 'text', emptyAllowed: false }],
		[
			'text that may be empty',
			{ type: 'string', default: '' },
			{ kind: 'text', emptyAllowed: true, default: '' },
		],
		[
			'text with limits',
			{ type: 'string', minLength: 2, maxLength: 9 },
			{ kind: 'text', emptyAllowed: false, minLength: 2, maxLength: 9 },
		],
		[
			'a whole number with limits',
			{ type: 'integer', minimum: 1, maximum: 9, default: 3 },
			{ kind: 'number', integer: true, minimum: 1, maximum: 9, default: 3 },
		],
		['a number', { type: 'number', minimum: 0.5 }, { kind: 'number', integer: false, minimum: 0.5 }],
		['yes or no', { type: 'boolean', default: false }, { kind: 'boolean', default: false }],
		[
			'a list of values',
			{ enum: ['a', 'b'], default: 'b' },
			{ kind: 'choice', values: ['a', 'b'], default: 'b' },
		],
		['a file by its format', { type: 'string', format: 'binary' }, { kind: 'file', accepts: 'image' }],
		[
			'a file by its media type',
			{ type: 'string', contentMediaType: 'application/octet-stream' },
			{ kind: 'file', accepts: 'image' },
		],
		[
			'a file that may be null',
			{ anyOf: [{ type: 'string', format: 'binary' }, { type: 'null' }] },
			{ kind: 'file', accepts: 'image' },
		],
		[
			'a number that may be null',
			{ anyOf: [{ type: 'integer', minimum: 4 }, { type: 'null' }], default: null },
			{ kind: 'number', integer: true, minimum: 4 },
		],
		['a list of types with null', { type: ['boolean', 'null'] }, { kind: 'boolean' }],
		['a list of values with null', { enum: ['a', 'b', null] }, { kind: 'choice', values: ['a', 'b'] }],
		['a constant', { type: 'string', const: '720p', default: '720p' }, undefined],
		['a list of one value', { enum: ['720p'] }, undefined],
	])('is read as %s', async (_, extra, expected) => {
		expect(await readNewField(extra)).toEqual(expected && { ...base, ...expected });
	});

	it('is required when the document says so, even if its value is fixed', async () => {
		expect(await readNewField({ type: 'boolean' }, true)).toEqual({
			...base,
			required: true,
			kind: 'boolean',
		});
		expect(await readNewField({ const: 'on' }, true)).toEqual({
			...base,
			required: true,
			kind: 'choice',
			values: ['on'],
		});
	});

	it.each<[string, unknown, string]>([
		[
			'pattern',
			{ type: 'string', pattern: '^a' },
			'#/components/schemas/ImageEdit/properties/extra/pattern',
		],
		[
			'multipleOf',
			{ type: 'integer', multipleOf: 8 },
			'#/components/schemas/ImageEdit/properties/extra/multipleOf',
		],
		[
			'maxLength',
			{ type: 'integer', maxLength: 8 },
			'#/components/schemas/ImageEdit/properties/extra/maxLength',
		],
		[
			'exclusiveMinimum',
			{ anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'null' }] },
			'#/components/schemas/ImageEdit/properties/extra/anyOf/0/exclusiveMinimum',
		],
		['allOf', { allOf: [{ type: 'string' }] }, '#/components/schemas/ImageEdit/properties/extra/allOf'],
		['if', { type: 'string', if: {} }, '#/components/schemas/ImageEdit/properties/extra/if'],
	])(
		'with the keyword %s stops the generator, which names it and its place',
		async (keyword, extra, pointer) => {
			await expect(readNewField(extra)).rejects.toThrow(
				`unknown schema keyword "${keyword}" at ${pointer}`,
			);
		},
	);

	it('that is described elsewhere is named where it is described', async () => {
		const catalog = changedCatalog((draft) => {
			draft.set(schema('Seed'), { type: 'integer', multipleOf: 2 });
		});
		await expect(catalog).rejects.toThrow('"multipleOf" at #/components/schemas/Seed/multipleOf');
	});

	it.each<[unknown, string]>([
		[{ type: 'array', items: { type: 'string' } }, 'unknown schema keyword "items"'],
		[{ type: 'array' }, 'properties/extra: a form cannot hold the type "array"'],
		[
			{ anyOf: [{ type: 'string' }, { type: 'integer' }] },
			'a form cannot hold several kinds of values ("anyOf")',
		],
		[{}, 'a form cannot hold a field without a type'],
		[true, 'properties/extra: a field needs a type'],
	])('that no form can hold stops the generator: %j', async (extra, message) => {
		await expect(readNewField(extra)).rejects.toThrow(message);
	});
});

describe('a request body', () => {
	it('with an unknown keyword stops the generator', async () => {
		const catalog = changedCatalog((draft) => {
			draft.set(schema('VideoEdit', 'dependentRequired'), { prompt: ['seed'] });
		});
		await expect(catalog).rejects.toThrow(
			'unknown schema keyword "dependentRequired" at #/components/schemas/VideoEdit/dependentRequired',
		);
	});

	it('whose field combinations say more than which fields to give stops the generator', async () => {
		const catalog = changedCatalog((draft) => {
			draft.set(schema('VideoRestyle', 'oneOf', 0, 'minProperties'), 2);
		});
		await expect(catalog).rejects.toThrow(
			'unknown schema keyword "minProperties" at #/components/schemas/VideoRestyle/oneOf/0/minProperties',
		);
	});

	it('that is no form stops the generator', async () => {
		const catalog = changedCatalog((draft) => {
			draft.set(['paths', '/v1/jobs/lucy-2.1', 'post', 'requestBody'], {
				content: { 'application/json': { schema: {} } },
			});
		});
		await expect(catalog).rejects.toThrow(
			'#/paths/~1v1~1jobs~1lucy-2.1/post takes no multipart/form-data',
		);
	});
});

describe('the generated catalog', () => {
	const find = (id: string) =>
		GENERATED_OPERATIONS.flatMap(({ models }) => models).find((model) => model.id === id);

	it('has every operation with its default model', () => {
		const defaults = GENERATED_OPERATIONS.map((made) => [
			`${made.resource}.${made.operation}`,
			made.defaultModel,
		]);
		expect(Object.fromEntries(defaults)).toEqual({
			'image.edit': 'lucy-image-2',
			'image.generate': 'lucy-pro-t2i',
			'video.edit': 'lucy-2.5',
			'video.restyle': 'lucy-restyle-2',
			'video.tryOn': 'lucy-vton-3',
			'video.generate': 'lucy-pro-t2v',
			'video.animate': 'lucy-pro-i2v',
			'video.transition': 'lucy-pro-flf2v',
		});
	});

	it('lists current models first, then older names, then retired ones', () => {
		const order = ['current', 'deprecated', 'retired'];
		for (const { models } of GENERATED_OPERATIONS) {
			const ranks = models.map(({ status }) => order.indexOf(status));
			expect(ranks).toEqual([...ranks].sort());
		}
	});

	it('knows which model took the place of another', () => {
		expect(find('lucy-pro-i2i')).toMatchObject({ status: 'deprecated', replacement: 'lucy-image-2' });
		expect(find('lucy-pro-v2v')).toMatchObject({ status: 'deprecated', replacement: 'lucy-clip' });
		expect(find('lucy-restyle-v2v')).toMatchObject({
			status: 'deprecated',
			replacement: 'lucy-restyle-2',
		});
		expect(find('lucy-2.1-vton-2')).toMatchObject({ status: 'deprecated', replacement: 'lucy-vton-2' });
		expect(find('lucy-pro-t2i')).toMatchObject({ status: 'retired', label: 'Lucy Pro T2I (Retired)' });
	});

	it('serves images at once first, and by the queue where the API does', () => {
		expect(find('lucy-image-2')?.paths).toEqual([
			{ surface: 'process', path: '/v1/generate/lucy-image-2' },
			{ surface: 'queue', path: '/v1/jobs/lucy-image-2' },
		]);
		expect(find('lucy-pro-i2i')?.paths).toEqual([
			{ surface: 'process', path: '/v1/generate/lucy-pro-i2i' },
		]);
		expect(find('lucy-2.5')?.paths).toEqual([{ surface: 'queue', path: '/v1/jobs/lucy-2.5' }]);
	});

	it('restyles from words or from an image, never from both', () => {
		expect(find('lucy-restyle-2')?.fieldCombinations).toEqual([
			{ requires: ['prompt'], forbids: ['reference_image'] },
			{ requires: ['reference_image'], forbids: ['prompt', 'enhance_prompt'] },
		]);
	});

	it('asks a custom model for its files only, and leaves its text unlimited', () => {
		for (const { custom } of GENERATED_OPERATIONS) {
			expect(custom.fieldCombinations).toBeUndefined();
			for (const field of custom.fields) {
				expect(field.required).toBe(field.kind === 'file' && field.parameter !== 'referenceImage');
				expect(field).not.toHaveProperty('maxLength');
			}
			expect(custom.paths.every(({ path }) => path.endsWith('/{model}'))).toBe(true);
		}
	});
});
