import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { httpAnswer, startRawServer, type Behavior, type RawServer } from '../support/rawServer';
import { CONTINUE, editImages, editVideos } from '../../scripts/engine/batchRuns';
import { eventually } from './support';
import { useBinaryStore } from '../support/operations';

let sandbox: Sandbox;
useBinaryStore();
const servers: RawServer[] = [];
beforeAll(async () => {
	sandbox = await startSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 } });
});
afterEach(async () => {
	sandbox.reset();
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});
afterAll(async () => await sandbox.close());

const DOING = 'Decart could not edit the image with lucy-image-2';

async function refused(fault: Omit<Extract<Fault, { kind: 'status' }>, 'kind'>) {
	sandbox.setFaults({ rules: [{ on: 'generate', fault: { kind: 'status', ...fault } }] });
	const { items } = await editImages(sandbox, 1, { node: CONTINUE, options: { maxRetries: 0 } });
	return items[0]?.json;
}

async function answeredBy(behave: Behavior) {
	const server = await startRawServer(behave);
	servers.push(server);
	const { items } = await editImages({ url: server.url, apiKey: 'dct_0123456789' }, 1, {
		node: CONTINUE,
		options: { maxRetries: 0, requestTimeout: 1 },
	});
	return { json: items[0]?.json, server };
}

describe('the reason of a refusal', () => {
	it.each(['detail', 'error', 'errorObject', 'message', 'text', 'html'] as const)(
		'is found in every shape of body: %s',
		async (body) => {
			const json = await refused({ status: 400, body, reason: 'The image is upside down' });
			const reason = body === 'html' ? '400 The image is upside down' : 'The image is upside down';
			expect(json?.error).toBe(`${DOING}: ${reason} (HTTP 400)`);
		},
	);

	it('is the status where the body is empty', async () => {
		expect((await refused({ status: 400, body: 'empty' }))?.error).toBe(`${DOING}: HTTP 400`);
	});

	it.each([
		[422, 'Rejected by moderation', 'CONTENT_REJECTED'],
		[403, 'Your credits are used up', 'INSUFFICIENT_CREDITS'],
		[402, '', 'INSUFFICIENT_CREDITS'],
		[413, '', 'PAYLOAD_TOO_LARGE'],
		[400, 'The file is too large', 'PAYLOAD_TOO_LARGE'],
		[403, 'Not for this key', 'FORBIDDEN'],
		[429, '', 'RATE_LIMITED'],
	])('tells %d with "%s" from others: %s', async (status, reason, code) => {
		expect(await refused({ status, reason })).toMatchObject({ code, httpStatus: status });
	});

	it('is read when it comes compressed although nobody asked for that', async () => {
		const body = gzipSync('{"detail":"The image is upside down"}');
		const { json } = await answeredBy(
			(socket) => void socket.end(httpAnswer(400, body, { 'content-encoding': 'gzip' })),
		);
		expect(json?.error).toBe(`${DOING}: The image is upside down (HTTP 400)`);
	});

	it('is read as far as it came when the server falls silent in the middle of it', async () => {
		const { json, server } = await answeredBy(
			(socket) => void socket.write(httpAnswer(422, 'The image is', { 'content-length': 500 })),
		);
		expect(json).toMatchObject({ code: 'INVALID_INPUT', error: `${DOING}: The image is (HTTP 422)` });
		await eventually(server.openSockets, (open) => open === 0);
	});

	it('is read no further than 64 kB', async () => {
		let written = 0;
		const { json, server } = await answeredBy((socket) => {
			socket.write(httpAnswer(422, '', { 'content-length': 1e9 }));
			const flood = () => {
				written += 1024;
				socket.write('word '.repeat(205), () => void (socket.writable && setImmediate(flood)));
			};
			flood();
		});
		expect(json?.code).toBe('INVALID_INPUT');
		expect(String(json?.error).length).toBeLessThan(1000);
		await eventually(server.openSockets, (open) => open === 0);
		// What the sockets of both sides hold comes on top.
		expect(written).toBeLessThan(20 * 2 ** 20);
	});
});

describe("an error that stops the workflow, in n8n's panel", () => {
	it('says what happened, to which item, and what to do next', async () => {
		const fault = { kind: 'status', status: 402, reason: 'No credits' } as const;
		sandbox.setFaults({ rules: [{ on: 'generate', after: 1, fault }] });
		const { error, run } = await editImages(sandbox, 3, { options: { concurrency: 1 } });
		expect(run.status).toBe('error');
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: `${DOING}: No credits (HTTP 402) [item 1]`,
			httpCode: '402',
			context: { itemIndex: 1, code: 'INSUFFICIENT_CREDITS' },
		});
		expect(error?.description).toMatch(/^Add credits .* item 0 is done \(photo-0-lucy-image-2\.png\)\.$/);
	});

	it('keeps its own words where n8n has stock phrases for a system error', async () => {
		const { error } = await editImages({ url: 'http://127.0.0.1:1', apiKey: 'dct_0123456789' }, 1, {
			options: { maxRetries: 0 },
		});
		expect(error).toMatchObject({ name: 'NodeOperationError', context: { code: 'NETWORK_ERROR' } });
		expect(error?.message).toBe(`${DOING}: no connection could be made, ECONNREFUSED [item 0]`);
	});

	it('carries the job, so that another node can go on with it', async () => {
		const fault = { kind: 'job', outcome: 'fail', reason: 'message' } as const;
		sandbox.setFaults({ rules: [{ on: 'submit', fault }] });
		const { error } = await editVideos(sandbox, 1);
		const [job] = sandbox.jobs();
		expect(error).toMatchObject({ context: { code: 'JOB_FAILED', jobId: job?.id, itemIndex: 0 } });
	});
});
