import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { Body, BodyError, readBytes, readText } from '../../../nodes/Decart/transport/body';
import { httpAnswer, startRawServer, type Behavior, type RawServer } from '../../support/rawServer';

const servers: RawServer[] = [];
afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});

/** A real answer from a real connection, as Node gives it. */
async function requestAnswer(behave: Behavior): Promise<IncomingMessage> {
	const server = await startRawServer(behave);
	servers.push(server);
	return await new Promise((resolve, reject) => {
		const request = httpRequest(server.url, { agent: false }, resolve);
		request.on('error', reject);
		request.end();
	});
}

/** The same as newer versions of n8n hand it on: in a stream of their own around the answer. */
function wrapped(answer: IncomingMessage): Readable {
	async function* handOn() {
		for await (const chunk of answer) yield chunk as Buffer;
	}
	return Readable.from(handOn(), { objectMode: false });
}

const half: Behavior = (socket) => void socket.write(httpAnswer(200, 'half', { 'content-length': 100 }));
const limits = { maxBytes: 1000, idleMs: 300 };

describe.each([
	['as Node gives it', (answer: IncomingMessage): Readable => answer],
	['as newer versions of n8n hand it on', wrapped],
])('a body, %s', (_name, toStream) => {
	it('is read to its end', async () => {
		const answer = await requestAnswer((socket) => void socket.end(httpAnswer(200, 'whole')));
		expect((await readBytes(toStream(answer), limits)).toString()).toBe('whole');
	});

	it('is given up when the server falls silent in the middle of it', async () => {
		const stream = toStream(await requestAnswer(half));
		await expect(readBytes(stream, limits)).rejects.toThrow(new BodyError('it stalled'));
		expect(stream.destroyed).toBe(true);
	});

	it('is given up when the server falls silent before its first byte', async () => {
		const stream = toStream(
			await requestAnswer(
				(socket) => void socket.write(httpAnswer(200, '', { 'content-length': 100 })),
			),
		);
		await expect(new Body(stream, limits).peek()).rejects.toThrow('it stalled');
	});

	it('is given up when its stream is ended while it is waited for', async () => {
		const stream = toStream(await requestAnswer(half));
		const reading = readBytes(stream, { maxBytes: 1000, idleMs: 60_000 });
		setTimeout(() => stream.destroy(), 50);
		await expect(reading).rejects.toBeInstanceOf(BodyError);
	});

	it('is given up when it comes in drops', async () => {
		const answer = await requestAnswer((socket) => {
			socket.write(httpAnswer(200, '', { 'content-length': 1000 }));
			const drip = setInterval(() => socket.write('.'), 50);
			socket.on('close', () => clearInterval(drip));
		});
		await expect(readBytes(toStream(answer), limits)).rejects.toThrow('it came too slowly');
	});

	it('is given up when it has no end', async () => {
		const answer = await requestAnswer((socket) => {
			socket.write(httpAnswer(200, '', { 'content-length': 1e9 }));
			const flood = setInterval(() => socket.write(Buffer.alloc(400)), 5);
			socket.on('close', () => clearInterval(flood));
		});
		await expect(readBytes(toStream(answer), limits)).rejects.toThrow('it is larger than 1000 bytes');
	});

	it('is an error when it ends early', async () => {
		const stream = toStream(
			await requestAnswer(
				(socket) => void socket.end(httpAnswer(200, 'half', { 'content-length': 100 })),
			),
		);
		await expect(readBytes(stream, limits)).rejects.toBeInstanceOf(BodyError);
	});

	it('keeps of an error what came before it ended early', async () => {
		const stream = toStream(
			await requestAnswer(
				(socket) => void socket.end(httpAnswer(500, 'Out of', { 'content-length': 100 })),
			),
		);
		expect(await readText(stream, limits)).toBe('Out of');
	});

	it('loses nothing of what was peeked at', async () => {
		const text = 'abc'.repeat(300);
		const body = new Body(
			toStream(await requestAnswer((socket) => void socket.end(httpAnswer(200, text)))),
			limits,
		);
		expect(text.startsWith((await body.peek()).toString())).toBe(true);
		expect((await buffer(body.readable())).toString()).toBe(text);
		expect(body.received).toBe(900);
	});

	it('is an error for whoever stores it, when it breaks off after a peek', async () => {
		const answer = await requestAnswer((socket) => {
			socket.write(httpAnswer(200, 'x'.repeat(100), { 'content-length': 900 }));
			setTimeout(() => socket.resetAndDestroy(), 30);
		});
		const body = new Body(toStream(answer), limits);
		await body.peek();
		await new Promise((resolve) => setTimeout(resolve, 60));
		await expect(buffer(body.readable())).rejects.toBeInstanceOf(BodyError);
	});

	it('is an error for whoever stores it, when it stalled before that was begun', async () => {
		const answer = await requestAnswer((socket) => {
			socket.write(httpAnswer(200, 'x'.repeat(100), { 'content-length': 900 }));
		});
		const body = new Body(toStream(answer), limits);
		await body.peek();
		await new Promise((resolve) => setTimeout(resolve, 1500));
		await expect(buffer(body.readable())).rejects.toThrow('it stalled');
	});
});

describe('a body', () => {
	it('is watched no longer once its stream is gone, though nobody has read it', async () => {
		const answer = await requestAnswer(half);
		const timersBefore = timers();
		new Body(answer, { maxBytes: 1000, idleMs: 60_000 });
		answer.destroy();
		await new Promise((resolve) => setTimeout(resolve, 450));
		expect(timers()).toBeLessThanOrEqual(timersBefore);
	});

	it('is read chunk by chunk, however long it is, and not ahead of its reader', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'body-'));
		try {
			const file = join(folder, 'long');
			await writeFile(file, Buffer.alloc(16 * 2 ** 20));
			const stream = createReadStream(file);
			const body = new Body(stream, { maxBytes: 2 ** 30, idleMs: 5000 });
			let most = 0;
			for await (const chunk of body)
				most = Math.max(most, chunk.length, stream.bytesRead - body.received);
			expect(body.received).toBe(16 * 2 ** 20);
			expect(most).toBeLessThanOrEqual(256 * 1024);
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it('is waited for no longer than its reader asks, so a slow reader is no slow server', async () => {
		const answer = await requestAnswer((socket) => {
			socket.write(httpAnswer(200, 'x'.repeat(100), { 'content-length': 900 }));
			setTimeout(() => socket.end('y'.repeat(800)), 50);
		});
		const body = new Body(answer, { maxBytes: 1000, idleMs: 300 });
		let text = '';
		for await (const chunk of body) {
			text += chunk.toString();
			if (text.length < 900) await new Promise((resolve) => setTimeout(resolve, 900));
		}
		expect(text).toHaveLength(900);
	});

	it('survives a machine that pauses for longer than the idle timeout', async () => {
		const answer = await requestAnswer((socket) => {
			socket.write(httpAnswer(200, 'x'.repeat(100), { 'content-length': 900 }));
			setTimeout(() => socket.end('y'.repeat(800)), 50);
		});
		const reading = readBytes(answer, { maxBytes: 1000, idleMs: 300 });
		await new Promise((resolve) => setTimeout(resolve, 10));
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1200);
		expect(await reading).toHaveLength(900);
	});
});

/** A stream of the chunks that then ends, fails, or never says anything again. */
function createStream(chunks: readonly string[], then: 'end' | 'fail' | 'silence' = 'end'): Readable {
	const left = [...chunks];
	return new Readable({
		read() {
			const chunk = left.shift();
			if (chunk !== undefined) this.push(Buffer.from(chunk));
			else if (then === 'end') this.push(null);
			else if (then === 'fail') this.destroy(new Error('aborted'));
		},
	});
}

async function joinText(body: AsyncIterable<Buffer>): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of body) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

/** Nothing here waits for anybody. */
const roomy = { maxBytes: 1000, idleMs: 60_000 };

describe('the body of a stream', () => {
	it('is read whole, and counted', async () => {
		const body = new Body(createStream(['one ', 'two ', 'three']), roomy);
		expect(await joinText(body)).toBe('one two three');
		expect(body.received).toBe(13);
	});

	it('can be peeked at without losing what was seen', async () => {
		const body = new Body(createStream(['x'.repeat(40), 'y'.repeat(40), 'z'.repeat(40)]), roomy);
		expect((await body.peek()).toString()).toBe('x'.repeat(40) + 'y'.repeat(40));
		expect(await joinText(body)).toBe('x'.repeat(40) + 'y'.repeat(40) + 'z'.repeat(40));
	});

	it('that is shorter than a peek is not waited for', async () => {
		const body = new Body(createStream(['abc']), roomy);
		expect((await body.peek()).toString()).toBe('abc');
		expect(await joinText(body)).toBe('abc');
	});

	it('can be handed on as a stream of Node’s own kind', async () => {
		const body = new Body(createStream(['abc', 'def']), roomy);
		await body.peek();
		const stream = body.readable();
		expect(stream).toBeInstanceOf(Readable);
		expect(await joinText(stream as AsyncIterable<Buffer>)).toBe('abcdef');
	});

	it('that has ended is complete, though its source is slow to close', async () => {
		const stream = createStream(['abc']);
		stream._destroy = (error, done) => void setTimeout(() => done(error), 600);
		expect(await joinText(new Body(stream, roomy))).toBe('abc');
	});

	it('that breaks off is an error', async () => {
		const stream = createStream(['abc'], 'fail');
		const reading = joinText(new Body(stream, roomy));
		await expect(reading).rejects.toBeInstanceOf(BodyError);
		await expect(reading).rejects.toThrow('aborted');
		expect(stream.destroyed).toBe(true);
	});

	it('that is larger than allowed is an error, and is not read on', async () => {
		const stream = createStream(Array.from({ length: 100 }, () => 'x'.repeat(100)));
		await expect(joinText(new Body(stream, roomy))).rejects.toThrow('it is larger than 1000 bytes');
		expect(stream.destroyed).toBe(true);
	});

	it('that is given up halfway frees its connection', async () => {
		const stream = createStream(['abc', 'def'], 'silence');
		for await (const chunk of new Body(stream, roomy)) {
			expect(chunk.toString()).toBe('abc');
			break;
		}
		expect(stream.destroyed).toBe(true);
	});
});

describe('an error’s body', () => {
	it('is read as far as it goes', async () => {
		expect(await readText(createStream(['{"detail": "No ', 'credits"}']), roomy)).toBe(
			'{"detail": "No credits"}',
		);
		expect(await readText(createStream(['half a rea'], 'fail'), roomy)).toBe('half a rea');
		expect(await readText(createStream(['x'.repeat(900), 'y'.repeat(900)]), roomy)).toBe('x'.repeat(900));
	});

	it('in pieces that cut a character apart is read right', async () => {
		const bytes = Buffer.from('Schlüssel');
		const stream = Readable.from([bytes.subarray(0, 5), bytes.subarray(5)], { objectMode: false });
		expect(await readText(stream, roomy)).toBe('Schlüssel');
	});
});

it('bytes are read whole or not at all', async () => {
	expect((await readBytes(createStream(['abc', 'def']), roomy)).toString()).toBe('abcdef');
	await expect(readBytes(createStream(['abc'], 'fail'), roomy)).rejects.toThrow('aborted');
});

function timers(): number {
	return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
