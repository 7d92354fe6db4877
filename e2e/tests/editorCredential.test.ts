import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startDecart } from '../harness/decart';
import { openEditor, type Editor } from '../harness/editor';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addCredential } from '../../scripts/n8n/workflows';

inEveryN8n('The credential, in the editor', (n8n) => {
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(n8n);
	});
	afterAll(async () => await editor.close());

	async function open(data: Record<string, string>): Promise<void> {
		const id = await addCredential(n8n, 'decartApi', 'Tested', data);
		const dialog = editor.page.getByTestId('editCredential-modal');
		if (await dialog.isVisible()) {
			await editor.page.keyboard.press('Escape');
			await dialog.waitFor({ state: 'hidden' });
			// The list of credentials is read anew when it is opened anew.
			await editor.open('/home/workflows');
		}
		await editor.open(`/home/credentials/${id}`);
		await editor.page.getByText('API Key').first().waitFor();
	}

	/** Waits for the red banner, and for what it says to do. */
	async function seeRed(advice: RegExp): Promise<void> {
		await editor.page.getByText('Couldn’t connect with these settings').waitFor();
		await editor.page.getByText('More details').click();
		await editor.page.getByText(advice).waitFor();
	}

	it('is green with the right key', async () => {
		const { apiKey, url: baseUrl } = await startDecart(n8n);
		await open({ apiKey, baseUrl });
		await editor.page.getByText('Connection tested successfully').waitFor();
	});

	// Older versions of n8n show no advice for a status, so the same sentence covers all refusals.
	it.each<readonly [string, { apiKey?: string; path?: string }, RegExp]>([
		['the key is wrong', { apiKey: 'dct_wrong' }, /Decart does not (know|accept) this API key/],
		['the base URL is wrong', { path: '/elsewhere' }, /no Decart at this Base URL/],
	])('is red, and says what to do, when %s', async (_, { apiKey, path = '' }, advice) => {
		const decart = await startDecart(n8n);
		await open({ apiKey: apiKey ?? decart.apiKey, baseUrl: `${decart.url}${path}` });
		await seeRed(advice);
		expect(decart.ledger()).toEqual([]);
	});

	it('is red when the base URL redirects, says so, and does not take the key along', async () => {
		const redirect = { on: 'account', fault: { kind: 'redirect', to: 'otherOrigin' } } as const;
		const { apiKey, url, otherOrigin } = await startDecart(n8n, { faults: { rules: [redirect] } });
		await open({ apiKey, baseUrl: url });
		await seeRed(/redirects to another address/);
		expect(otherOrigin.requests()).toEqual([]);
	});

	it.each([
		['an empty body', ''],
		['a sentence', 'Found. Redirecting to https://elsewhere.test/'],
		['a page', '<html><head><title>301 Moved Permanently</title></head></html>'],
	])('is red when the base URL redirects with %s, and says so', async (_, body) => {
		const url = await serve((response) => {
			response.writeHead(301, { location: 'http://127.0.0.1:9/' }).end(body);
		});
		await open({ apiKey: 'dct_0123456789abcdef', baseUrl: url });
		await seeRed(/redirects to another address/);
	});

	it('is red when a web page answers at the base URL', async () => {
		const url = await serve((response) => {
			response.setHeader('content-type', 'text/html').end('<!doctype html><title>Our shop</title>');
		});
		await open({ apiKey: 'dct_0123456789abcdef', baseUrl: url });
		await seeRed(/What answers at this Base URL is not Decart/);
	});

	it('is red when the base URL has no scheme', async () => {
		await open({ apiKey: 'dct_0123456789abcdef', baseUrl: 'api.decart.ai' });
		await seeRed(/The Base URL of the Decart credential cannot be used: it is not a URL/);
	});
});

/** Gives the address of a server that answers every request in the same way, until the test ends. */
async function serve(answer: (response: ServerResponse) => void): Promise<string> {
	const server = createServer((_, response) => answer(response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
