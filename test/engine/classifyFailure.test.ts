import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { MultipartForm } from '../../nodes/Decart/media/multipartForm';
import { BodyError } from '../../nodes/Decart/transport/responseBody';
import { classifyFailure, type Failure } from '../../nodes/Decart/transport/failure';
import { sendAuthenticated } from '../../nodes/Decart/transport/sendAuthenticated';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { httpAnswer, startRawServer, type Behavior, type RawServer } from '../support/rawServer';

const opened: RawServer[] = [];
afterEach(async () => {
	await Promise.all(opened.splice(0).map(async (server) => await server.close()));
});

async function serve(...behavior: Parameters<typeof startRawServer>): Promise<string> {
	const server = await startRawServer(...behavior);
	opened.push(server);
	return server.url;
}

/** Sends a request through n8n's own helper and tells what became of it. */
async function tryTo(
	url: string,
	{ apiKey = 'dct_0123456789abcdef', content = undefined as object | undefined, timeoutMs = 400 } = {},
): Promise<Failure | 'answered'> {
	return await inNode({ apiKey, baseUrl: url }, async ({ functions }) => {
		const request = { method: content ? 'POST' : 'GET', url, accept: '*/*', content, timeoutMs } as const;
		return await sendAuthenticated(functions, undefined, request).then(
			(response) => {
				response.release();
				return 'answered';
			},
			(error: unknown) => classifyFailure(error),
		);
	});
}

function formOfSize(size: number, stated = size): MultipartForm {
	async function* bytes() {
		for (let sent = 0; sent < size; sent += 65_536) yield Buffer.alloc(Math.min(65_536, size - sent), 1);
	}
	const open = async () => await Promise.resolve(Readable.from(bytes(), { objectMode: false }));
	return new MultipartForm([['data', { fileName: 'a.bin', mimeType: 'video/mp4', size: stated, open }]]);
}

const reset: Behavior = (socket) => void socket.resetAndDestroy();

describe('how far a request got, as n8n tells it', () => {
	it('was not sent when the port is closed', async () => {
		const server = await startRawServer(reset);
		await server.close();
		expect(await tryTo(server.url)).toEqual({ kind: 'notConnected', detail: 'ECONNREFUSED' });
	});

	it('was not sent when the name of the host does not exist', async () => {
		const failure = await tryTo('http://decart.invalid');
		expect(failure).toMatchObject({ kind: 'notConnected' });
		expect((failure as { detail: string }).detail).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
	});

	it('was not sent when the connection ends before it is secure', async () => {
		const url = await serve((socket) => void socket.end(), 'onConnect');
		expect(await tryTo(url.replace('http:', 'https:'))).toMatchObject({ kind: 'notConnected' });
	});

	it('may have been acted on when the connection is reset after the request', async () => {
		expect(await tryTo(await serve(reset))).toEqual({ kind: 'connectionLost', detail: 'ECONNRESET' });
	});

	it('may have been acted on when the connection is closed without an answer', async () => {
		const url = await serve((socket) => void socket.end());
		expect(await tryTo(url)).toMatchObject({ kind: 'connectionLost' });
	});

	it('may have been acted on when the upload is broken off', async () => {
		const url = await serve((socket) => void setTimeout(() => socket.resetAndDestroy(), 20));
		const failure = await tryTo(url, { content: formOfSize(64 * 2 ** 20), timeoutMs: 5000 });
		expect(failure).toMatchObject({ kind: 'connectionLost' });
	});

	it('may have been acted on when no answer comes in time', async () => {
		expect(await tryTo(await serve(() => undefined))).toMatchObject({ kind: 'connectionLost' });
	});

	it('may have been acted on when the answer is no HTTP', async () => {
		const url = await serve((socket) => void socket.end('220 smtp.example.com ESMTP\r\n'));
		expect(await tryTo(url)).toMatchObject({ kind: 'connectionLost' });
	});

	it('cannot be made with a key that no header may hold', async () => {
		const url = await serve((socket) => void socket.end(httpAnswer(200)));
		const failure = await tryTo(url, { apiKey: 'dct_01234567\n89abcdef' });
		expect(failure).toEqual({ kind: 'invalidRequest', detail: 'ERR_INVALID_CHAR' });
		expect(opened[0]?.connections()).toBe(0);
	});

	it('is not sent to its end when the file turns out to be shorter than it was', async () => {
		const url = await serve(async (socket) => {
			await sleep(100);
			socket.end(httpAnswer(200));
		});
		const form = formOfSize(100_000, 200_000);
		expect(await tryTo(url, { content: form })).not.toBe('answered');
		expect(form.readError?.message).toBe('a.bin has 100000 bytes instead of 200000');
	});

	it('is answered with any status at all', async () => {
		for (const status of [200, 301, 401, 404, 429, 500, 503]) {
			const headers = { location: 'http://127.0.0.1:1/' };
			const url = await serve((socket) => void socket.end(httpAnswer(status, 'no', headers)));
			expect(await tryTo(url)).toBe('answered');
		}
	});
});

/** Errors as other versions of n8n, and other systems, hand them on. */
describe('how far a request got, from what an error says', () => {
	const systemError = (code: string, syscall: string) =>
		Object.assign(new Error(`${syscall} ${code} 10.0.0.1:443`), { code, syscall });

	it.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EADDRNOTAVAIL'])(
		'was not sent when connecting failed with %s, given as a cause',
		(code) => {
			const error = new Error('The service is offline', { cause: systemError(code, 'connect') });
			expect(classifyFailure(error)).toEqual({ kind: 'notConnected', detail: code });
		},
	);

	it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET'])(
		'may have been acted on when reading failed with %s',
		(code) => {
			const cause = systemError(code, 'read');
			expect(classifyFailure(new Error('The service is offline', { cause }))).toEqual({
				kind: 'connectionLost',
				detail: code,
			});
			const messages = [cause.message];
			expect(
				classifyFailure(Object.assign(new Error('Offline'), { httpCode: code, messages })),
			).toEqual({
				kind: 'connectionLost',
				detail: code,
			});
		},
	);

	it('was not sent when every address of the host refused', () => {
		const errors = [systemError('ETIMEDOUT', 'connect'), systemError('ENETUNREACH', 'connect')];
		const error = Object.assign(new AggregateError(errors, ''), { code: 'ETIMEDOUT' });
		expect(classifyFailure(new Error('Offline', { cause: error })).kind).toBe('notConnected');
	});

	it("cannot be made when n8n's address policy forbids it", () => {
		class SsrfBlockedIpError extends Error {}
		const blocked = new SsrfBlockedIpError('The request was blocked');
		expect(classifyFailure(blocked)).toEqual({
			kind: 'invalidRequest',
			detail: 'The request was blocked',
		});
		expect(classifyFailure(new Error('Error', { cause: blocked })).kind).toBe('invalidRequest');
	});

	it('was answered, but with something that cannot be used', () => {
		expect(classifyFailure(new BodyError('it stalled'))).toEqual({
			kind: 'unusableBody',
			detail: 'it stalled',
		});
	});

	it.each([undefined, null, 'a text', 7, {}, new Error(''), Object.create(null) as object])(
		'counts as sent when there is nothing to go by: %s',
		(error) => {
			expect(classifyFailure(error)).toEqual({ kind: 'connectionLost', detail: 'unknown reason' });
		},
	);

	it('does not follow causes in a circle', () => {
		const error = new Error('round');
		error.cause = error;
		expect(classifyFailure(error)).toEqual({ kind: 'connectionLost', detail: 'round' });
	});
});
