import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../../nodes/Decart/operation/options';
import { parameterName } from '../../../scripts/generator/names';
import { changedCatalog, findProperties, schema } from '../support';

describe('a field that is added to the document', () => {
	const addTo = (body: string, name: string, field: unknown) =>
		changedCatalog((draft) => {
			draft.set(schema(body, 'properties', name), field);
		});

	it('becomes a parameter with a readable label, shown for its models only', async () => {
		const catalog = await addTo('VideoEditAnchored', 'camera_motion_url', {
			type: 'string',
			description: 'where the  `path` of the camera is described.',
		});
		const { options } = findProperties(catalog, 'video.edit');
		expect(options.find(({ name }) => name === 'cameraMotionUrl')).toEqual({
			displayName: 'Camera Motion URL',
			name: 'cameraMotionUrl',
			type: 'string',
			default: '',
			description: 'Where the path of the camera is described',
			displayOptions: { show: { '/model': ['lucy-2.5', 'custom'] } },
		});
	});

	it('stands at the top when it is required', async () => {
		const catalog = await changedCatalog((draft) => {
			draft.set(schema('TextToMedia', 'properties', 'length'), {
				type: 'integer',
				minimum: 2,
				maximum: 9,
			});
			draft.push(schema('TextToMedia', 'required'), 'length');
		});
		const { fields } = findProperties(catalog, 'video.generate');
		expect(fields.find(({ name }) => name === 'length')).toMatchObject({
			required: true,
			default: 2,
			typeOptions: { minValue: 2, maxValue: 9, numberPrecision: 0 },
		});
	});

	it('gives the values of a list readable names, and leaves codes alone', async () => {
		const catalog = await addTo('ImageEdit', 'shape', { enum: ['wide_angle', '16:9'] });
		expect(
			findProperties(catalog, 'image.edit').options.find(({ name }) => name === 'shape')?.options,
		).toEqual([
			{ name: 'Wide Angle', value: 'wide_angle' },
			{ name: '16:9', value: '16:9' },
		]);
	});

	it('never takes the name of a parameter that the node has already', async () => {
		for (const name of Object.keys(OPTIONS)) expect(parameterName(name)).not.toBe(name);
		const catalog = await addTo('ImageEdit', 'max_retries', { type: 'integer' });
		const names = findProperties(catalog, 'image.edit').options.map(({ name }) => name);
		expect(names).toContain('maxRetriesValue');
		expect(names).not.toContain('maxRetries');
	});

	it('is one parameter for all models that describe it alike, and else one for each way', async () => {
		const seeds = (catalog: Parameters<typeof findProperties>[0]) =>
			findProperties(catalog, 'video.edit').options.filter(({ name }) => name === 'seed');
		expect(seeds(await changedCatalog(() => undefined))).toHaveLength(1);

		const apart = seeds(
			await changedCatalog((draft) => {
				draft.set(schema('ClipEdit', 'properties', 'seed'), {
					type: 'integer',
					minimum: 1,
					maximum: 9,
				});
			}),
		);
		const limits = apart.map(({ typeOptions, displayOptions }) => [
			typeOptions?.maxValue,
			displayOptions?.show?.['/model'],
		]);
		expect(limits).toEqual([
			[
				4294967295,
				[
					'lucy-2.5',
					'lucy-latest',
					'lucy-2.1',
					'lucy-pro-v2v',
					'lucy-dev-v2v',
					'lucy-fast-v2v',
					'custom',
				],
			],
			[9, ['lucy-clip', 'lucy-clip-latest']],
		]);
	});
});
