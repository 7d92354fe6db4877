import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
	ResponseBody,
	BodyError,
	readBytes,
	readText,
} from '../../../../nodes/Decart/transport/responseBody';

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
		const body = new ResponseBody(createStream(['one ', 'two ', 'three']), roomy);
		expect(await joinText(body)).toBe('one two three');
		expect(body.received).toBe(13);
	});

	it('can be peeked at without losing what was seen', async () => {
		const body = new ResponseBody(createStream(['x'.repeat(40), 'y'.repeat(40), 'z'.repeat(40)]), roomy);
		expect((await body.peek()).toString()).toBe('x'.repeat(40) + 'y'.repeat(40));
		expect(await joinText(body)).toBe('x'.repeat(40) + 'y'.repeat(40) + 'z'.repeat(40));
	});

	it('that is shorter than a peek is not waited for', async () => {
		const body = new ResponseBody(createStream(['abc']), roomy);
		expect((await body.peek()).toString()).toBe('abc');
		expect(await joinText(body)).toBe('abc');
	});

	it('can be handed on as a stream of Node’s own kind', async () => {
		const body = new ResponseBody(createStream(['abc', 'def']), roomy);
		await body.peek();
		const stream = body.readable();
		expect(stream).toBeInstanceOf(Readable);
		expect(await joinText(stream as AsyncIterable<Buffer>)).toBe('abcdef');
	});

	it('that has ended is complete, though its source is slow to close', async () => {
		const stream = createStream(['abc']);
		stream._destroy = (error, done) => void setTimeout(() => done(error), 600);
		expect(await joinText(new ResponseBody(stream, roomy))).toBe('abc');
	});

	it('that breaks off is an error', async () => {
		const stream = createStream(['abc'], 'fail');
		const reading = joinText(new ResponseBody(stream, roomy));
		await expect(reading).rejects.toBeInstanceOf(BodyError);
		await expect(reading).rejects.toThrow('aborted');
		expect(stream.destroyed).toBe(true);
	});

	it('that is larger than allowed is an error, and is not read on', async () => {
		const stream = createStream(Array.from({ length: 100 }, () => 'x'.repeat(100)));
		await expect(joinText(new ResponseBody(stream, roomy))).rejects.toThrow(
			'it is larger than 1000 bytes',
		);
		expect(stream.destroyed).toBe(true);
	});

	it('that is given up halfway frees its connection', async () => {
		const stream = createStream(['abc', 'def'], 'silence');
		for await (const chunk of new ResponseBody(stream, roomy)) {
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
