import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import {
	ResponseBody,
	BodyError,
	readBytes,
	readText,
} from '../../../../nodes/Decart/transport/responseBody';
import { httpAnswer, type Behavior } from '../../../support/rawServer';
import { requestAnswer } from '../../../support/requestAnswer';

/** The same as newer versions of n8n hand it on: in a stream of their own around the answer. */
function wrapped(answer: IncomingMessage): Readable {
	async function* handOn() {
		for await (const chunk of answer) yield chunk as Buffer;
	}
	return Readable.from(handOn(), { objectMode: false });
}

/** Falls silent, after more than a server may be slow with until then. */
const half: Behavior = (socket) =>
	void socket.write(httpAnswer(200, 'x'.repeat(800), { 'content-length': 900 }));
const limits = { maxBytes: 1000, idleMs: 300 };

describe.each([
	['as Node gives it', (answer: IncomingMessage): Readable => answer],
	['as newer versions of n8n hand it on', wrapped],
])('a body, %s', { concurrent: true }, (_name, toStream) => {
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
		await expect(new ResponseBody(stream, limits).peek()).rejects.toThrow('it stalled');
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
		const body = new ResponseBody(
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
		const body = new ResponseBody(toStream(answer), limits);
		await body.peek();
		await new Promise((resolve) => setTimeout(resolve, 60));
		await expect(buffer(body.readable())).rejects.toBeInstanceOf(BodyError);
	});

	it('is an error for whoever stores it, when it stalled before that was begun', async () => {
		const body = new ResponseBody(toStream(await requestAnswer(half)), limits);
		await body.peek();
		await new Promise((resolve) => setTimeout(resolve, 1500));
		await expect(buffer(body.readable())).rejects.toThrow('it stalled');
	});
});
