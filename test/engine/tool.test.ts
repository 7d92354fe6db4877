import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { INode, INodeParameters } from 'n8n-workflow';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DECART_TOOL } from '../../scripts/engine';
import { startFileHost } from '../../sandbox/fileHost';
import { sample } from '../../scripts/samples/media';
import { readBinary, newSandbox, requestsTo, runAt, useBinaryStore } from '../support/operations';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
useBinaryStore();

/** Runs the node as n8n runs it for an AI agent: the tool's arguments are the item, and the type has another name. */
async function callTool(
	sandbox: Awaited<ReturnType<typeof newSandbox>>,
	parameters: INodeParameters,
	node: Partial<INode> = {},
) {
	return await runAt(sandbox, parameters, [{}], { node: { type: DECART_TOOL, ...node } });
}

async function serveCat(): Promise<{ url: string; missing: string }> {
	const host = await startFileHost();
	onTestFinished(async () => await host.close());
	const { bytes } = sample('cat.png');
	const url = host.serve('cat.png', { body: bytes, contentType: 'image/png' });
	return { url, missing: url.replace('cat.png', 'dog.png') };
}

const edit = (dataUrl: string, options: INodeParameters = {}): INodeParameters => ({
	resource: 'image',
	operation: 'edit',
	dataSource: 'url',
	dataUrl,
	prompt: 'Make it snow',
	options: { seed: 3, ...options },
});

/** The file behind the link in a text. */
async function linked(text: unknown): Promise<Buffer> {
	const token = /token=(\S+)/.exec(String(text))?.[1] ?? '';
	const store = Container.get(BinaryDataService);
	const id = store.validateSignedToken(token);
	return await store.getAsBuffer({ id, data: '', mimeType: 'image/png' });
}

describe('as an AI agent’s tool', () => {
	it('answers with one line: what was made, its size, and a link', async () => {
		const sandbox = await newSandbox();
		const { url } = await serveCat();
		const { items } = await callTool(sandbox, edit(url));
		expect(Object.keys(items[0]?.json ?? {})).toEqual(['result']);
		const { result } = items[0]?.json ?? {};
		expect(result).toMatch(
			/^Made cat-lucy-image-2\.png with lucy-image-2 \(image\/png, \d+×\d+ pixels, \d+ kB, about \$0\.02\)\. Link, valid for a day: http:\/\/\S+$/,
		);
		expect(items[0]?.binary).toBeUndefined();
		const asFile = await runAt(sandbox, edit(url));
		expect((await linked(result)).equals(await readBinary(asFile.items[0]?.binary?.data))).toBe(true);
	});

	it('links every variation', async () => {
		const { url } = await serveCat();
		const { items } = await callTool(await newSandbox(), edit(url, { variations: 2 }));
		expect(items.map(({ json }) => String(json.result).includes('Link'))).toEqual([true, true]);
	});

	it('hands on what was made when another variation failed', async () => {
		const sandbox = await newSandbox({
			faults: { rules: [{ on: 'generate', times: 1, fault: { kind: 'status', status: 422 } }] },
		});
		const { url } = await serveCat();
		const { items } = await callTool(sandbox, edit(url, { variations: 2, concurrency: 1 }));
		expect(items.map(({ json }) => Object.keys(json))).toEqual([['error'], ['result']]);
	});

	it('leaves the file in n8n where a person chose so', async () => {
		const { url } = await serveCat();
		const { items } = await callTool(await newSandbox(), edit(url, { outputAs: 'binary' }));
		expect(items[0]?.json.result).toMatch(/There is no link to it: the file is in n8n only\.$/);
		expect(items[0]?.binary?.data?.mimeType).toBe('image/png');
	});

	it('refuses Base64 before anything is paid', async () => {
		const sandbox = await newSandbox();
		const { url } = await serveCat();
		const { items } = await callTool(sandbox, edit(url, { outputAs: 'base64' }));
		expect(items[0]?.json).toEqual({
			error: 'Output As must not be base64 where an AI agent reads the result. Choose Signed URL as "Output As" in the options.',
		});
		expect(sandbox.ledger()).toEqual([]);
	});

	it('says what to change when the URL leads nowhere', async () => {
		const sandbox = await newSandbox();
		const { missing } = await serveCat();
		const { items, error } = await callTool(sandbox, edit(missing));
		expect(error).toBeUndefined();
		expect(Object.keys(items[0]?.json ?? {})).toEqual(['error']);
		expect(items[0]?.json.error).toMatch(/404.*\.$/);
		expect(items[0]?.json.error).not.toMatch(/\[item|\n|undefined/);
		expect(sandbox.ledger()).toEqual([]);
	});

	it('says what to call with instead of what to set in the node, without the API’s own words', async () => {
		const { url } = await serveCat();
		const sandbox = await newSandbox();
		const { items } = await callTool(sandbox, { ...edit(url), prompt: '={{ $json.nothing }}' });
		expect(items[0]?.json).toEqual({
			error: 'Prompt is required. Call the tool again with something else for "Prompt".',
		});
		const noUrl = await callTool(sandbox, edit('cat.png'));
		expect(noUrl.items[0]?.json.error).toMatch(/again with something else for "Image URL"\.$/);
		expect(sandbox.ledger()).toEqual([]);
	});

	it.each([
		[401, /Do not call the tool again: only the person who set it up can mend this/],
		[402, /Do not call the tool again: only the person who set it up can mend this/],
		[422, /Call the tool again with what is named put right\.$/],
		[429, /Call the tool again in a minute, and only once\. Nothing was charged\.$/],
		[502, /Do not call the tool again, since that may be paid twice\./],
	])('says after a refusal with %d what an agent can do about it', async (status, advice) => {
		const fault = { kind: 'status', status } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'generate', fault }] } });
		const { url } = await serveCat();
		const { items } = await callTool(sandbox, edit(url, { maxRetries: 0 }));
		expect(items).toHaveLength(1);
		expect(items[0]?.json.error).toMatch(advice);
		expect(items[0]?.json.error).not.toMatch(/\bitem\b|execution|Retry/);
	});

	it('asks for the file that an expression does not find', async () => {
		const parameters = { ...edit(''), dataSource: 'binary', dataBinary: '={{ $json.nothing }}' };
		const { items } = await callTool(await newSandbox(), parameters);
		expect(items[0]?.json).toEqual({
			error: 'Image Binary Field: the expression gives no file. Ask for another file.',
		});
	});

	it('names the job that it does not wait for', async () => {
		const sandbox = await newSandbox();
		const host = await startFileHost();
		onTestFinished(async () => await host.close());
		const body = sample('coffee-zoom.mp4').bytes;
		const { items } = await callTool(sandbox, {
			resource: 'video',
			operation: 'edit',
			prompt: 'Snow',
			dataSource: 'url',
			dataUrl: host.serve('a.mp4', { body, contentType: 'video/mp4' }),
			waitForCompletion: false,
		});
		const [job] = sandbox.jobs();
		expect(items[0]?.json).toEqual({
			result: `Job ${job?.id} is pending. Submitting it again would be paid twice.`,
		});
	});

	it('leaves JSON about other things as it is', async () => {
		const { items } = await callTool(await newSandbox(), { resource: 'account', operation: 'getQuota' });
		expect(items[0]?.json).toEqual({ limit: 5, active: 0, remaining: 5 });
	});

	it('stops the workflow where a person chose so, with the advice in the message', async () => {
		const { missing } = await serveCat();
		const { error } = await callTool(await newSandbox(), edit(missing), { onError: 'stopWorkflow' });
		expect(error?.message).toMatch(/404/);
		expect(error?.message).not.toMatch(/\[item/);
		expect(error?.message).toMatch(/\.$/);
	});

	it('throws under Retry On Fail, so that n8n tries again', async () => {
		const sandbox = await newSandbox({
			faults: { rules: [{ on: 'generate', times: 1, fault: { kind: 'status', status: 422 } }] },
		});
		const { url } = await serveCat();
		const retry = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const { items } = await callTool(sandbox, edit(url), retry);
		expect(Object.keys(items[0]?.json ?? {})).toEqual(['result']);
		expect(requestsTo(sandbox, 'POST', '/v1/generate/')).toHaveLength(2);
	});

	it('answers after the last try of Retry On Fail, with what the others have made', async () => {
		const sandbox = await newSandbox({
			faults: { rules: [{ on: 'generate', after: 1, fault: { kind: 'status', status: 422 } }] },
		});
		const { url } = await serveCat();
		const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const options = { variations: 2, concurrency: 1 };
		const { items, error } = await callTool(sandbox, edit(url, options), retry);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => Object.keys(json))).toEqual([['error'], ['result']]);
		expect(requestsTo(sandbox, 'POST', '/v1/generate/')).toHaveLength(4);
	});
});

describe('as an AI agent’s tool, where n8n keeps files in memory', () => {
	useBinaryStore('memory');

	it('says before paying that no link can be made', async () => {
		const sandbox = await newSandbox();
		const { url } = await serveCat();
		const { items } = await callTool(sandbox, edit(url));
		expect(items[0]?.json.error).toMatch(/^Output As: this n8n cannot make signed URLs\. Choose /);
		expect(sandbox.ledger()).toEqual([]);
	});
});
