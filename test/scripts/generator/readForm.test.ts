import { describe, expect, it } from 'vitest';
import { changedCatalog, schema } from '../support';

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
