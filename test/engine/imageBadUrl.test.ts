import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { startFileHost, type HostedFile } from '../../sandbox/fileHost';
import { smallPng } from '../../scripts/samples/media';
import { expectNothingSent, imageStage } from './imageSupport';
import { useFastClock } from '../support/fastClock';
import { CONTINUE } from '../../scripts/engine/batchRuns';

useFastClock(4);

const { sandbox, edit } = await imageStage();
const host = await startFileHost();
afterAll(() => host.close());

const png = await smallPng();
const page = Buffer.from('<!doctype html><title>Please log in</title>');
const asPng = { body: png, contentType: 'image/png' };

/** An address at which nobody listens. */
async function deadUrl(): Promise<string> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}/cat.png`;
}

const CASES = [
	{
		what: 'answers 404',
		url: `${host.url}/nowhere/cat.png`,
		problem: `${host.url}/nowhere/cat.png could not be fetched: it answered HTTP 404`,
	},
	{
		what: 'redirects without end',
		url: host.serve('cat.png', { ...asPng, redirects: 'loop' }),
		problem: 'it redirects more than 5 times',
	},
	{
		what: 'redirects to an ftp address',
		url: host.serve('cat.png', { ...asPng, redirectTo: 'ftp://127.0.0.1/cat.png' }),
		problem: 'it redirects to something that is not an http or https URL',
	},
	{
		what: 'redirects to a file',
		url: host.serve('cat.png', { ...asPng, redirectTo: 'file:///etc/hostname' }),
		problem: 'it redirects to something that is not an http or https URL',
	},
	{
		what: 'gives a web page, though it says an image',
		url: host.serve('cat.png', { body: page, contentType: 'image/png' }),
		problem: 'the file cat.png is text/html, not an image',
	},
	{
		what: 'gives nothing',
		url: host.serve('cat.png', { body: Buffer.alloc(0), contentType: 'image/png' }),
		problem: 'the file cat.png has no bytes',
	},
	{
		what: 'gives more than is allowed',
		url: host.serve('cat.png', {
			body: Buffer.concat([png, Buffer.alloc(2 ** 20)]),
			contentType: 'image/png',
		}),
		problem: `it has ${png.length + 2 ** 20} bytes, more than the 1048576 that are allowed`,
	},
];

describe.each(CASES)('a URL that $what', ({ url, problem }) => {
	const run = {
		parameters: { dataSource: 'url', dataUrl: url },
		options: { maxUrlFileSize: 1 },
		items: [{}],
	};

	it('stops the workflow, and Decart is asked nothing', async () => {
		const { error, items } = await edit(run);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/^Image URL: .* \[item 0\]$/);
		expect(error?.message).toContain(problem);
		expect(error?.context).toMatchObject({ code: 'INVALID_INPUT', itemIndex: 0 });
		expectNothingSent(sandbox);
	});

	it('is an item with "continue on error"', async () => {
		const { error, items } = await edit({ ...run, node: CONTINUE });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({ json: { code: 'INVALID_INPUT' }, pairedItem: { item: 0 } });
		expect(items[0]?.json.error).toContain(problem);
		expectNothingSent(sandbox);
	});
});

const asPngOnce = { ...asPng, faultyTimes: 1 };
const SERVER_FAULTS = [
	{ what: 'answers 500', fault: { ...asPngOnce, status: 500 }, problem: 'it answered HTTP 500' },
	{ what: 'answers 429', fault: { ...asPngOnce, status: 429 }, problem: 'it answered HTTP 429' },
	{
		what: 'loses its connection in the middle',
		fault: { ...asPngOnce, delivery: { kind: 'reset' } },
		problem: '',
	},
	{
		what: 'gives fewer bytes than it announced',
		fault: { ...asPngOnce, delivery: { kind: 'truncate', announce: 'full' } },
		problem: '',
	},
	{
		what: 'ends before its last chunk',
		fault: { ...asPngOnce, delivery: { kind: 'truncate', announce: 'chunked' } },
		problem: '',
	},
] as const satisfies { what: string; fault: HostedFile; problem: string }[];

describe.each(SERVER_FAULTS)('the server of a file that $what', ({ fault, problem }) => {
	const run = (faultyTimes: number, options = {}) => ({
		parameters: { dataSource: 'url', dataUrl: host.serve('cat.png', { ...fault, faultyTimes }) },
		options,
		items: [{}],
		node: CONTINUE,
	});

	it('once is asked again', async () => {
		const before = host.requests().length;
		const { items } = await edit(run(1));
		expect(items[0]?.json).toMatchObject({ status: 'completed' });
		expect(host.requests().length - before).toBe(2);
	});

	it('each time is named as what is wrong, and nothing is sent', async () => {
		const { items } = await edit(run(Infinity, { maxRetries: 1 }));
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({ json: { code: 'NETWORK_ERROR' }, pairedItem: { item: 0 } });
		expect(items[0]?.json.error).toContain(`The server of the file did not deliver ${host.url}/`);
		expect(items[0]?.json.error).toContain(problem);
		expect(items[0]?.json.description).toMatch(/not with Decart, and nothing was charged/);
		expectNothingSent(sandbox);
	});
});

it('a URL at which nobody answers is named as what is wrong', async () => {
	const { error } = await edit({
		parameters: { dataSource: 'url', dataUrl: await deadUrl() },
		options: { maxRetries: 1 },
		items: [{}],
	});
	expect(error?.message).toMatch(/The server of the file did not deliver .*: ECONNREFUSED \[item 0\]$/);
	expect(error?.context).toMatchObject({ code: 'NETWORK_ERROR', itemIndex: 0 });
	expectNothingSent(sandbox);
});

it('a secret in the URL’s query is in no error', async () => {
	const url = `${host.url}/nowhere/cat.png?signature=top-secret`;
	const { error } = await edit({ parameters: { dataSource: 'url', dataUrl: url }, items: [{}] });
	expect(error?.message).toContain('/nowhere/cat.png could not be fetched: it answered HTTP 404');
	expect([error?.message, error?.description, JSON.stringify(error?.context)].join()).not.toContain(
		'top-secret',
	);
});
