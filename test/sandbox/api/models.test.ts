import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../../sandbox/index';
import { post, postJson, sandboxForFile } from '../support';

const sandbox = await sandboxForFile();

describe('A model name', () => {
	it.each([
		['lucy-image-2', 'lucy-image-2'],
		['lucy-image-latest', 'lucy-image-2'],
		['lucy-pro-i2i', 'lucy-image-2'],
		['lucy-pro-v2v', 'lucy-clip'],
		['lucy-restyle-v2v', 'lucy-restyle-2'],
		['lucy-2.1-vton-2', 'lucy-vton-2'],
	])('%s stands for %s', async (model, id) => {
		const response = await postJson(sandbox, '/v1/models/resolve', { model });
		expect(await response.json()).toEqual({ model_id: id });
	});

	it('may come in a list', async () => {
		const response = await postJson(sandbox, '/v1/models/resolve', {
			models: ['lucy-pro-i2i', 'lucy-2.5'],
		});
		expect(await response.json()).toEqual({
			model_ids: { 'lucy-pro-i2i': 'lucy-image-2', 'lucy-2.5': 'lucy-2.5' },
		});
	});

	it.each([{ model: 'lucy-9' }, { models: ['lucy-2.5', 'lucy-9'] }])(
		'that is unknown is not found: %o',
		async (body) => {
			const response = await postJson(sandbox, '/v1/models/resolve', body);
			expect([response.status, await response.json()]).toEqual([
				404,
				{ detail: 'Model not found: lucy-9' },
			]);
		},
	);

	it('has to be named', async () => {
		expect((await postJson(sandbox, '/v1/models/resolve', {})).status).toBe(422);
	});
});

describe('A retired model', () => {
	const fields = { prompt: 'A lighthouse' };

	it('is not found', async () => {
		expect((await post(sandbox, '/v1/generate/lucy-pro-t2i', fields)).status).toBe(404);
		expect((await post(sandbox, '/v1/jobs/lucy-pro-t2v', fields)).status).toBe(404);
		expect((await postJson(sandbox, '/v1/models/resolve', { model: 'lucy-pro-t2i' })).status).toBe(404);
	});

	it('answers where it is still served', async () => {
		const host = await startSandbox({ retired: true });
		expect((await post(host, '/v1/generate/lucy-pro-t2i', fields)).status).toBe(200);
		expect((await post(host, '/v1/jobs/lucy-pro-t2v', fields)).status).toBe(200);
		await host.close();
	});
});
