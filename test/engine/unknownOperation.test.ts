import { describe, expect, it } from 'vitest';
import { newSandbox, runAt, runOnAt } from '../support/operations';

const NEWER = { resource: 'image', operation: 'upscale' };
const ITEMS = [{ json: { id: 1 } }, { json: { id: 2 } }];
const MESSAGE = 'This version of the Decart node has no operation image.upscale';

describe('An operation of a newer version', () => {
	it('fails for every item with Continue, instead of handing on the inputs as results', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, NEWER, ITEMS);
		expect(items.map(({ json }) => json)).toEqual(
			ITEMS.map(() => ({
				error: MESSAGE,
				code: 'INVALID_INPUT',
				description: 'Update the package n8n-nodes-decart, or choose another operation.',
			})),
		);
		expect(sandbox.requests()).toEqual([]);
	});

	it('leaves by the error output for every item', async () => {
		const sandbox = await newSandbox();
		const { run } = await runAt(sandbox, NEWER, ITEMS, { node: { onError: 'continueErrorOutput' } });
		const [results, failures] = run.data.resultData.runData.Decart?.[0]?.data?.main ?? [];
		expect(results).toEqual([]);
		expect(failures?.map(({ json }) => json.code)).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
	});

	it('stops the workflow otherwise', async () => {
		const sandbox = await newSandbox();
		const { error, items } = await runAt(sandbox, NEWER, ITEMS);
		expect(items).toEqual([]);
		expect(error?.message).toContain(MESSAGE);
	});
});
