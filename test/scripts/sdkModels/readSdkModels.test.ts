import { describe, expect, it } from 'vitest';
import { findMissingModels, PINNED_SDK, readSdkModels } from '../../../scripts/sdkModels/readSdkModels';

describe('the models of the pinned official SDK', async () => {
	const { models } = await readSdkModels(PINNED_SDK);

	it('are read from it', () => {
		expect(models).toContainEqual(expect.objectContaining({ kind: 'video', name: 'lucy-vton-3.5' }));
		expect(models.length).toBeGreaterThanOrEqual(17);
	});

	it.each(models.map(({ kind, name }) => [name, kind]))(
		'include %s (%s), which the node offers',
		(name, kind) => {
			expect(findMissingModels([{ kind, name }])).toEqual([]);
		},
	);
});
