import { describe, expect, it } from 'vitest';
import type { Field } from '../../../nodes/Decart/types';
import { changedCatalog, findModel, schema } from '../support';

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
