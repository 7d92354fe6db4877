import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runDecart, type DecartRun } from '../../scripts/engine/runDecart';
import { sample, smallPng } from '../../scripts/samples/media';
import { useFastClock } from '../support/fastClock';
import { useBinaryStore } from '../support/operations';

useFastClock(4);

const VIDEO: INodeParameters = { resource: 'video', operation: 'edit', options: { pollInterval: 0.5 } };
const CONTINUE = { onError: 'continueRegularOutput' } as const;

useBinaryStore();

interface Host {
	readonly url: string;
	/** `POST /v1/files` and so on, in order. */
	readonly asked: string[];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A host that gives the answers it was given, whatever it is sent. */
async function hostWith(answer: Answer): Promise<Host> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		request.on('error', () => undefined);
		request.resume();
		request.on('end', () => answer(request, response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function json(response: ServerResponse, body: unknown, status = 200): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function editOn(host: Pick<Host, 'url'>, options: Partial<DecartRun> = {}) {
	const isVideo = options.parameters?.resource === 'video';
	const file = isVideo
		? sample('coffee-zoom.mp4')
		: { bytes: await smallPng(), fileName: 'a.png', mimeType: 'image/png' };
	return await runDecart({
		parameters: { prompt: 'Oil painting', ...options.parameters },
		items: options.items ?? [{ files: { data: file } }],
		credential: options.credential ?? { apiKey: 'dct_host_key', baseUrl: host.url },
		...(options.node && { node: options.node }),
	});
}

describe('A host that answers a submission', () => {
	const video = sample('coffee-zoom.mp4').bytes;
	const jobHost = async (submitted: unknown) =>
		await hostWith(({ method, url = '' }, response) => {
			if (method === 'POST') json(response, submitted);
			else if (url.endsWith('/content'))
				response.writeHead(200, { 'content-type': 'video/mp4' }).end(video);
			else json(response, { job_id: url.split('/').pop(), status: 'completed' });
		});

	test.each([
		['without a status', { job_id: 'job_77' }, 'job_77'],
		['with a number for an ID', { job_id: 123, status: 'pending' }, '123'],
	])('%s has its job waited for', async (_, submitted, jobId) => {
		const { items } = await editOn(await jobHost(submitted), { parameters: VIDEO });
		expect(items).toMatchObject([{ json: { jobId, status: 'completed', fileSize: video.length } }]);
	});

	test('to an image request with a job after all has it waited for', async () => {
		const image = await smallPng(3);
		const host = await hostWith(({ method, url = '' }, response) => {
			if (method === 'POST') json(response, { job_id: 'job_late', status: 'pending' }, 202);
			else if (url.endsWith('/content'))
				response.writeHead(200, { 'content-type': 'image/png' }).end(image);
			else json(response, { job_id: 'job_late', status: 'completed' });
		});
		const { items } = await editOn(host);
		expect(items).toMatchObject([
			{ json: { jobId: 'job_late', mimeType: 'image/png', fileSize: image.length } },
		]);
	});
});

test('An image that a proxy compresses on the way is taken as it is', async () => {
	const image = await smallPng(5);
	const packed = gzipSync(image);
	const host = await hostWith((_, response) => {
		const headers = {
			'content-type': 'image/png',
			'content-encoding': 'gzip',
			'content-length': packed.length,
		};
		response.writeHead(200, headers).end(packed);
	});
	const { items, error } = await editOn(host);
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { status: 'completed', fileSize: image.length } }]);
});

describe('With Retry On Fail, a request whose outcome is unknown is not sent again', () => {
	const RETRIED = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	test.each([
		['File → Upload', { resource: 'file', operation: 'upload' }, 'POST /v1/files'],
		[
			'Create Client Token',
			{ resource: 'account', operation: 'createClientToken' },
			'POST /v1/client/tokens',
		],
	])('%s', async (_, parameters, request) => {
		const host = await hostWith(({ socket }) => socket.resetAndDestroy());
		const { error } = await editOn(host, { parameters, node: RETRIED });
		expect(error?.message).toContain('It is not known whether');
		expect(host.asked).toEqual([request]);
	});
});

test('A bad option of the first item does not slow the others down', async () => {
	let underWay = 0;
	let most = 0;
	const image = await smallPng();
	const host = await hostWith((_, response) => {
		most = Math.max(most, (underWay += 1));
		setTimeout(() => {
			underWay -= 1;
			response.writeHead(200, { 'content-type': 'image/png' }).end(image);
		}, 400);
	});
	const files = { data: { bytes: image } };
	const { items } = await editOn(host, {
		parameters: { options: { concurrency: 8, variations: '={{ $itemIndex === 0 ? 99 : 1 }}' } },
		items: Array.from({ length: 17 }, () => ({ files })),
		node: CONTINUE,
	});
	expect(items.map(({ json: { code } }) => code)).toEqual(['INVALID_INPUT', ...Array<undefined>(16)]);
	expect(most).toBe(8);
});

test.each(['dct_a\r\nb', 'ключ', 'dct_abc\u200b', 'dct_abc\0'])(
	'The key %j is refused before anything is sent',
	async (apiKey) => {
		const host = await hostWith((_, response) => response.end());
		const { items } = await editOn(host, { credential: { apiKey, baseUrl: host.url }, node: CONTINUE });
		expect(items).toMatchObject([{ json: { code: 'INVALID_API_KEY' } }]);
		expect(host.asked).toEqual([]);
	},
);

test('A refusal that holds the whole file is reported by its message alone', async () => {
	const detail = [{ loc: ['body', 'prompt'], msg: 'Prompt is not allowed', input: 'x'.repeat(70_000) }];
	const { items } = await editOn(await hostWith((_, response) => json(response, { detail }, 422)), {
		node: CONTINUE,
	});
	expect(items[0]?.json.error).toBe(
		'Decart could not edit the image with lucy-image-2: Prompt is not allowed (HTTP 422)',
	);
});

test('A 404 for a generation speaks of the base URL too', async () => {
	const { items } = await editOn(
		await hostWith((_, response) => json(response, { detail: 'Not Found' }, 404)),
		{ node: CONTINUE },
	);
	expect(items).toMatchObject([
		{ json: { code: 'MODEL_NOT_FOUND', description: expect.stringContaining('Base URL') as string } },
	]);
});

describe('An input file by URL', () => {
	const fromUrl = (url: string) => ({ dataSource: 'url', dataUrl: url });
	const decart = async () => {
		const image = await smallPng(9);
		return await hostWith((_, response) =>
			response.writeHead(200, { 'content-type': 'image/png' }).end(image),
		);
	};

	test('is asked for again where its host was busy for a moment', async () => {
		const image = await smallPng();
		let refusals = 2;
		const shop = await hostWith((_, response) => {
			refusals -= 1;
			if (refusals >= 0) response.writeHead(503, { 'retry-after': '0' }).end();
			else response.writeHead(200, { 'content-type': 'image/png' }).end(image);
		});
		const { items } = await editOn(await decart(), { parameters: fromUrl(`${shop.url}/a.png`) });
		expect(items).toMatchObject([{ json: { status: 'completed' } }]);
		expect(shop.asked).toHaveLength(3);
	});

	test('that loops is not asked for again and again', async () => {
		const shop = await hostWith((_, response) => response.writeHead(302, { location: '/a.png' }).end());
		const { items } = await editOn(await decart(), {
			parameters: fromUrl(`${shop.url}/a.png`),
			node: CONTINUE,
		});
		expect(items).toMatchObject([
			{
				json: {
					code: 'INVALID_INPUT',
					description: expect.stringContaining('"Image URL"') as string,
				},
			},
		]);
		expect(shop.asked).toHaveLength(6);
	});
});
