import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ResponseBody, readBytes } from '../../../../nodes/Decart/transport/responseBody';
import { httpAnswer } from '../../../support/rawServer';
import { requestAnswer } from '../../../support/requestAnswer';

describe('a body', () => {
	it('is watched no longer once its stream is gone, though nobody has read it', async () => {
		const answer = await requestAnswer(
			(socket) => void socket.write(httpAnswer(200, 'half', { 'content-length': 100 })),
		);
		const timersBefore = timers();
		new ResponseBody(answer, { maxBytes: 1000, idleMs: 60_000 });
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
			const body = new ResponseBody(stream, { maxBytes: 2 ** 30, idleMs: 5000 });
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
		const body = new ResponseBody(answer, { maxBytes: 1000, idleMs: 300 });
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

function timers(): number {
	return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
