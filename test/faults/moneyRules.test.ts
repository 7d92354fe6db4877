import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { editImages, editVideos } from '../../scripts/engine/batchRuns';
import { openBinaryStore } from '../../scripts/engine/binaryStore';
import { smallPng } from '../../scripts/samples/media';
import { startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { billed } from './support';
import { useFastClock } from '../support/fastClock';

useFastClock(4);

let sandbox: Sandbox;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
	closing.push(await openBinaryStore('filesystem'));
	sandbox = await startSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 } });
	closing.push(async () => await sandbox.close());
});
afterEach(() => sandbox.reset());
afterAll(async () => {
	for (const close of closing.reverse()) await close();
});

/** A server of one's own, in front of nothing. */
async function serve(answer: RequestListener): Promise<{ url: string; apiKey: string }> {
	const server = createServer((request, response) => {
		request.resume().on('end', () => answer(request, response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closing.push(async () => await new Promise<void>((resolve) => void server.close(() => resolve())));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, apiKey: 'dct_0123456789abcdef' };
}

const RETRIED = { retryOnFail: true, maxTries: 3, waitBetweenTries: 20 } as const;

describe('a busy or failing answer to a paid request', () => {
	it('is not sent again after a 503 of a proxy that may have forwarded it', async () => {
		const fault: Fault = { kind: 'status', status: 503, body: 'text', billed: true };
		sandbox.setFaults({ rules: [{ on: 'generate', fault }] });
		const { error } = await editImages(sandbox, 1, { node: RETRIED });
		expect(error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN' } });
		expect(billed(sandbox)).toEqual({ 'image 0': 1 });
	});

	it.each([
		['{}'],
		['[]'],
		['null'],
		['{"detail":null}'],
		['{"detail":""}'],
		['{"error":{}}'],
		['{"status":500}'],
		['{"message":"Internal server error"}'],
	])('is not submitted again after a 500 with %s', async (body) => {
		let received = 0;
		const server = await serve((_request, response) => {
			received += 1;
			response.writeHead(500, { 'content-type': 'application/json' }).end(body);
		});
		const { error } = await editImages(server, 1, { node: RETRIED });
		expect(error).toMatchObject({ context: { code: 'OUTCOME_UNKNOWN' } });
		expect(received).toBe(1);
	});
});

/** Accepts a job, answers polls as given, and has no result. */
function jobServer(submitted: string | Buffer, polled: (path: string) => object): RequestListener {
	return ({ method, url = '' }: IncomingMessage, response: ServerResponse) => {
		response.setHeader('content-type', 'application/json');
		response.end(method === 'POST' ? submitted : JSON.stringify(polled(url)));
	};
}

describe('a job id', () => {
	it.each([
		['a byte order mark', '\uFEFF{"job_id":"job_7","status":"pending"}'],
		['a very long answer', `{"log":"${'x'.repeat(3_000_000)}","job_id":"job_7"}`],
		['text around it', 'OK {"job_id" : "job_7"} bye'],
		['an end that is missing', '{"job_id":"job_7","status":"pen'],
		['nothing but digits', '{"job_id":7}'],
	])('is found with %s', async (_what, submitted) => {
		const server = await serve(jobServer(submitted, () => ({})));
		const parameters = { waitForCompletion: false };
		const { items, error } = await editVideos(server, 1, { parameters });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.jobId)).toEqual([submitted.includes('job_7') ? 'job_7' : '7']);
	});

	it('is not replaced by that of another job', async () => {
		const paths: string[] = [];
		const polled = (path: string) => {
			paths.push(path);
			return { job_id: 'job_8', status: 'failed', error: 'Not ours' };
		};
		const server = await serve(jobServer('{"job_id":"job_7","status":"pending"}', polled));
		const options = { timeout: 0.1, maxRetries: 0 };
		const { error } = await editVideos(server, 1, { options });
		expect(error).toMatchObject({ context: { code: 'JOB_TIMEOUT', jobId: 'job_7' } });
		expect(new Set(paths)).toEqual(new Set(['/v1/jobs/job_7']));
	});
});

describe('a request over https to an http port', () => {
	it('has sent nothing', async () => {
		const { url, apiKey } = await serve((_request, response) => void response.end());
		const server = { url: url.replace('http:', 'https:'), apiKey };
		const { error } = await editImages(server, 1, { options: { maxRetries: 0 } });
		expect(error).toMatchObject({ context: { code: 'NETWORK_ERROR' } });
	});
});

/** Answers with 429 once so many requests have come: slots open one after the other, and an earlier one closes some. */
function throttleOnceAllCame(count: number, headers: Record<string, string>) {
	const throttled: ServerResponse[] = [];
	let came = 0;
	return (response: ServerResponse | undefined) => {
		came += 1;
		if (response) throttled.push(response);
		if (came === count) for (const each of throttled) each.writeHead(429, headers).end();
	};
}

describe('after the first failure of a stopped run', () => {
	it('no item is sent that waits to be sent again', async () => {
		const throttle = throttleOnceAllCame(8, { 'retry-after': '120' });
		const { server, received } = await failing((number, response) => {
			throttle(number < 8 ? response : undefined);
			if (number === 8) setTimeout(() => refuse(response), 500);
		});
		// An item that waited for its turn would outlast the time that a test has.
		const { error } = await editImages(server, 8, { options: { concurrency: 8 } });
		expect(error?.message).toContain('Not this time');
		expect(received()).toBe(8);
	});

	it('no item is sent that waits for a slot', async () => {
		const throttle = throttleOnceAllCame(8, {});
		const { server, received } = await failing((number, response) => {
			throttle(number <= 4 ? response : undefined);
			if (number > 4) setTimeout(() => refuse(response), 2500);
		});
		const { error } = await editImages(server, 8, { options: { concurrency: 8 } });
		expect(error?.message).toContain('Not this time');
		expect(received()).toBe(8);
	});

	it('no item is sent whose input URL is still being fetched', async () => {
		const image = await smallPng(0);
		const files = await serve(({ url = '' }, response) => {
			setTimeout(
				() => response.setHeader('content-type', 'image/png').end(image),
				url === '/0' ? 0 : 4000,
			);
		});
		const { server, received } = await failing((_number, response) => refuse(response));
		const parameters = { dataSource: 'url', dataUrl: `={{ '${files.url}/' + $json.number }}` };
		const { error } = await editImages(server, 2, { parameters });
		expect(error?.message).toContain('Not this time');
		expect(received()).toBe(1);
	});
});

/** A server that answers each request by its number, and counts those that came in all. */
async function failing(answer: (number: number, response: ServerResponse) => void) {
	let count = 0;
	const server = await serve((_request, response) => answer((count += 1), response));
	return { server, received: () => count };
}

function refuse(response: ServerResponse): void {
	response.writeHead(422, { 'content-type': 'application/json' }).end('{"detail":"Not this time"}');
}
