import { describe, expect, it } from 'vitest';
import { smallPng } from '../../scripts/samples/media';
import { expectNothingSent, imageStage } from './imageSupport';
import { CONTINUE } from '../../scripts/engine/batchRuns';

const { sandbox, edit } = await imageStage();
const photo = { data: { bytes: await smallPng(), fileName: 'cat.png', mimeType: 'image/png' } };
const items = [{ files: photo }, { files: photo }];

const REFUSED_BEFORE_SENDING = [
	{
		what: 'no credential',
		credential: null,
		code: 'INVALID_API_KEY',
		message: 'This node has no Decart credential',
		advice: 'Choose or create a Decart credential',
	},
	{
		what: 'a credential without a key',
		credential: { apiKey: ' ', baseUrl: sandbox.url },
		code: 'INVALID_API_KEY',
		message: 'The Decart credential has no API key',
		advice: 'paste the key',
	},
	...[
		{ baseUrl: 'api.decart.ai', reason: 'it is not a URL' },
		{ baseUrl: '', reason: 'it is not a URL' },
		{ baseUrl: 'ftp://api.decart.ai', reason: 'it does not begin with http:// or https://' },
		{ baseUrl: `${sandbox.url}?tenant=1`, reason: 'it has a query or a fragment' },
		{ baseUrl: sandbox.url.replace('://', '://me:secret@'), reason: 'it has a user name or a password' },
		{ baseUrl: sandbox.apiKey, reason: 'it is not a URL' },
	].map(({ baseUrl, reason }) => ({
		what: `the base URL "${baseUrl}"`,
		credential: { apiKey: sandbox.apiKey, baseUrl },
		code: 'INVALID_BASE_URL',
		message: `The Base URL of the Decart credential cannot be used: ${reason}`,
		advice: 'set Base URL to https://api.decart.ai',
	})),
];

describe.each(REFUSED_BEFORE_SENDING)('$what', ({ credential, code, message, advice }) => {
	it('stops the workflow before anything is sent', async () => {
		const { error, items: results } = await edit({ items, credential });
		expect(results).toEqual([]);
		expect(error).toMatchObject({
			message: `${message} [item 0]`,
			description: expect.stringContaining(advice),
			context: { code, itemIndex: 0 },
		});
		expectNothingSent(sandbox);
	});

	it('is said of every item with "continue on error"', async () => {
		const { error, items: results } = await edit({ items, credential, node: CONTINUE });
		expect(error).toBeUndefined();
		expect(results).toEqual(
			[0, 1].map((item) => ({
				json: { error: message, code, description: expect.stringContaining(advice) },
				pairedItem: { item },
			})),
		);
		expectNothingSent(sandbox);
	});
});

describe('a wrong key', () => {
	const credential = { apiKey: 'dct_wrong_key_0123456789', baseUrl: sandbox.url };
	const message = 'Decart could not edit the image with lucy-image-2: Invalid API key (HTTP 401)';

	it('stops the workflow, bills nothing, and is not shown', async () => {
		const { error, run } = await edit({ items, credential, options: { concurrency: 1 } });
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: `${message} [item 0]`,
			httpCode: '401',
			description: expect.stringContaining('paste the key from platform.decart.ai'),
			context: { code: 'INVALID_API_KEY', itemIndex: 0 },
		});
		expect(sandbox.requests()).toHaveLength(1);
		expect(sandbox.ledger()).toEqual([]);
		expect(JSON.stringify(run.data.resultData)).not.toContain('dct_wrong_key');
	});

	it('is said of every item with "continue on error"', async () => {
		const { items: results } = await edit({ items, credential, node: CONTINUE });
		expect(results).toEqual(
			[0, 1].map((item) => ({
				json: {
					error: message,
					code: 'INVALID_API_KEY',
					httpStatus: 401,
					description: expect.stringContaining('paste the key'),
				},
				pairedItem: { item },
			})),
		);
		expect(sandbox.ledger()).toEqual([]);
	});

	it('with a line break, as it comes from pasting, is used without it', async () => {
		const pasted = { apiKey: ` ${sandbox.apiKey}\n`, baseUrl: ` ${sandbox.url}/ ` };
		const { error } = await edit({ items, credential: pasted });
		expect(error).toBeUndefined();
		expect(sandbox.ledger()).toHaveLength(2);
	});
});

describe('a credential that n8n cannot decrypt', () => {
	it('is reported as such, and not as a missing one', async () => {
		const { error } = await edit({
			items,
			credential: null,
			node: { credentials: { decartApi: { id: '1', name: 'Decart' } } },
		});
		expect(error?.message).toBe(
			'n8n cannot read the Decart credential: No secret was given for decartApi [item 0]',
		);
		expect(error?.description).toContain('the same encryption key');
	});
});
