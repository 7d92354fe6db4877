import { describe, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../../nodes/Decart/generated';

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
