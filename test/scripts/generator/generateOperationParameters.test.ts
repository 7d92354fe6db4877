import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../../nodes/Decart/generated';
import type { Field, GeneratedOperation, Model } from '../../../nodes/Decart/types';

type Sources = Readonly<Record<string, 'none' | 'binary' | 'url'>>;

/** Every way of choosing where a model's files come from. */
function listSources(model: Model): Sources[] {
	return model.fields
		.filter((field) => field.kind === 'file')
		.reduce<Sources[]>(
			(ways, { parameter, required }) =>
				(required ? (['binary', 'url'] as const) : (['none', 'binary', 'url'] as const)).flatMap(
					(source) => ways.map((way) => ({ ...way, [`${parameter}Source`]: source })),
				),
			[{}],
		);
}

/** The names of the parameters that n8n shows, as often as it shows them. */
function visible(
	properties: readonly INodeProperties[],
	values: INodeParameters,
	root: INodeParameters,
	typeVersion: number,
): string[] {
	return properties
		.filter((property) => NodeHelpers.displayParameter(values, property, { typeVersion }, null, root))
		.map(({ name }) => name)
		.sort();
}

function visibleEverywhere(
	{ fields, options }: Pick<GeneratedOperation, 'fields' | 'options'>,
	root: INodeParameters,
	typeVersion = 1,
) {
	return [...visible(fields, root, root, typeVersion), ...visible(options, {}, root, typeVersion)].sort();
}

/** The parameters that a person should see for a model, given where the files come from. */
function expected(model: Model, sources: Sources): string[] {
	const given = ({ parameter }: Field) => sources[`${parameter}Source`] !== 'none';
	const files = model.fields.filter((field) => field.kind === 'file' && !field.required && given(field));
	const forbidden = (model.fieldCombinations ?? [])
		.filter(({ requires }) => files.some(({ name }) => requires.includes(name)))
		.flatMap(({ forbids }) => forbids);
	return model.fields
		.flatMap((field) => {
			if (field.kind !== 'file') return forbidden.includes(field.name) ? [] : [field.parameter];
			const source = sources[`${field.parameter}Source`];
			const detail =
				source === 'none' ? [] : [`${field.parameter}${source === 'url' ? 'Url' : 'Binary'}`];
			return [`${field.parameter}Source`, ...detail];
		})
		.sort();
}

const CASES = GENERATED_OPERATIONS.flatMap((operation) =>
	[...operation.models, operation.custom].map(
		(model) => [`${operation.resource}.${operation.operation}`, model.id, operation, model] as const,
	),
);

describe('the parameters that n8n shows', () => {
	it.each(CASES)('%s: %s shows exactly its own fields, each once', (_key, id, operation, model) => {
		for (const sources of listSources(model)) {
			for (const version of [1, 1.1]) {
				const shown = visibleEverywhere(operation, { model: id, ...sources }, version);
				expect(shown, `version ${version}`).toEqual(expected(model, sources));
			}
		}
	});

	it('hide the prompt and its enhancement from a restyle that has an image to follow', () => {
		const restyle = GENERATED_OPERATIONS.find(
			({ operation }) => operation === 'restyle',
		) as GeneratedOperation;
		const root = { model: 'lucy-restyle-2', dataSource: 'binary' };
		expect(visibleEverywhere(restyle, { ...root, referenceImageSource: 'none' })).toEqual([
			'dataBinary',
			'dataSource',
			'enhancePrompt',
			'prompt',
			'referenceImageSource',
			'seed',
		]);
		expect(visibleEverywhere(restyle, { ...root, referenceImageSource: 'url' })).toEqual([
			'dataBinary',
			'dataSource',
			'referenceImageSource',
			'referenceImageUrl',
			'seed',
		]);
	});

	it('begin with the prompt, then the files; a try-on with the garment', () => {
		const names = GENERATED_OPERATIONS.map(({ fields }) => [...new Set(fields.map(({ name }) => name))]);
		const video = ['dataSource', 'dataBinary', 'dataUrl'];
		const reference = ['referenceImageSource', 'referenceImageBinary', 'referenceImageUrl'];
		const frames = ['startSource', 'startBinary', 'startUrl', 'endSource', 'endBinary', 'endUrl'];
		const edit = ['prompt', ...video, ...reference];
		const tryOn = [...reference, 'prompt', ...video];
		const animate = ['prompt', ...video];
		const transition = ['prompt', ...frames];
		expect(names).toEqual([edit, ['prompt'], edit, edit, tryOn, ['prompt'], animate, transition]);
	});

	it('hold their defaults where n8n reads them', () => {
		for (const { model, models, defaultModel, fields, operation } of GENERATED_OPERATIONS) {
			expect(model.noDataExpression).toBe(true);
			expect(model.default).toBe(defaultModel);
			const ids = model.options?.map((option) => ('value' in option ? option.value : ''));
			expect(ids).toEqual([...models.map(({ id }) => id), 'custom']);
			const defaults = Object.fromEntries(fields.map((field) => [field.name, field.default]));
			if ('startBinary' in defaults)
				expect(defaults).toMatchObject({ startBinary: 'data', endBinary: 'end' });
			else if ('dataBinary' in defaults) expect(defaults.dataBinary).toBe('data');
			if ('referenceImageSource' in defaults) {
				expect(defaults).toMatchObject({
					referenceImageSource: operation === 'tryOn' ? 'binary' : 'none',
					referenceImageBinary: 'referenceImage',
				});
			}
		}
	});

	it('send no garment by themselves in version 1, on which saved workflows count', () => {
		const tryOn = GENERATED_OPERATIONS.find(({ operation }) => operation === 'tryOn');
		const defaults = [1, 1.1].map((typeVersion) =>
			(tryOn?.fields ?? [])
				.filter(({ name }) => name === 'referenceImageSource')
				.filter((field) => NodeHelpers.displayParameter({}, field, { typeVersion }, null))
				.map((field) => field.default),
		);
		expect(defaults).toEqual([['none'], ['binary']]);
	});

	it('leave the resource and the operation to whoever puts them together', () => {
		const shown = GENERATED_OPERATIONS.flatMap(({ model, fields, options }) => [
			model,
			...fields,
			...options,
		]).flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {}));
		expect(new Set(shown)).toEqual(
			new Set([
				'model',
				'/model',
				'dataSource',
				'startSource',
				'endSource',
				'referenceImageSource',
				'/referenceImageSource',
				'@version',
			]),
		);
	});
});
