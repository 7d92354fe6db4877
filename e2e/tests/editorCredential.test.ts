import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDecart } from '../harness/decart';
import { openEditor, type Editor } from '../harness/editor';
import { inEveryN8n } from '../harness/shared';
import { addCredential } from '../../scripts/n8n/workflows';

inEveryN8n('The credential, in the editor', (n8n) => {
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(n8n);
	});
	afterAll(async () => await editor.close());

	async function open(data: Record<string, string>): Promise<void> {
		const id = await addCredential(n8n, 'decartApi', 'Tested', data);
		await editor.page.goto(`${n8n.url}/home/credentials/${id}`);
		await editor.page.getByText('API Key').first().waitFor();
	}

	it('is green with the right key', async () => {
		const { apiKey, url: baseUrl } = await startDecart(n8n);
		await open({ apiKey, baseUrl });
		await editor.page.getByText('Connection tested successfully').waitFor();
	});

	// Older versions of n8n put a phrase of their own in place of a credential's advice.
	it.each<readonly [string, { apiKey?: string; path?: string }, RegExp]>([
		[
			'the key is wrong',
			{ apiKey: 'dct_wrong' },
			/Decart does not know this API key\. Copy it again|Authorization failed - please check your credentials/,
		],
		[
			'the base URL is wrong',
			{ path: '/elsewhere' },
			/There is no Decart at this Base URL|The resource you are requesting could not be found/,
		],
	])('is red, and says what to do, when %s', async (_, { apiKey, path = '' }, advice) => {
		const decart = await startDecart(n8n);
		await open({ apiKey: apiKey ?? decart.apiKey, baseUrl: `${decart.url}${path}` });
		await editor.page.getByText('Couldn’t connect with these settings').waitFor();
		await editor.page.getByText('More details').click();
		await editor.page.getByText(advice).waitFor();
		expect(decart.ledger()).toEqual([]);
	});
});
