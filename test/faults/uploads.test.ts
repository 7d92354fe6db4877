import type { Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runDecart } from '../../scripts/engine/runDecart';
import { countOpenFiles } from '../../scripts/engine/openHandles';
import { smallPng } from '../../scripts/samples/media';
import { httpAnswer, startRawServer, type Behavior, type RawServer } from '../support/rawServer';
import { CONTINUE } from '../../scripts/engine/batchRuns';
import { eventually } from './support';
import { useFastClock } from '../support/fastClock';
import { useBinaryStore } from '../support/operations';

useFastClock(3);

const MEGABYTES = 24;
const REQUEST_TIMEOUT_S = 2;
let png: Buffer;
useBinaryStore();
const servers: RawServer[] = [];
beforeAll(async () => {
	png = await smallPng();
});
afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});

/** Uploads an image far larger than what the sockets between node and server hold. */
async function upload(behave: Behavior) {
	const server = await startRawServer(behave);
	servers.push(server);
	const bytes = Buffer.concat([png, Buffer.alloc(MEGABYTES * 2 ** 20)]);
	const { items } = await runDecart({
		parameters: {
			resource: 'image',
			operation: 'edit',
			prompt: 'Snow',
			options: { maxRetries: 0, requestTimeout: REQUEST_TIMEOUT_S },
		},
		items: [{ files: { data: { bytes, fileName: 'large.png', mimeType: 'image/png' } } }],
		credential: { apiKey: 'dct_0123456789', baseUrl: server.url },
		node: CONTINUE,
	});
	return { json: items[0]?.json, server };
}

/** Reads as a slow line would, a chunk at a time, many times a second; the function that it gives ends that. */
function readSlowly(socket: Socket): () => void {
	const pause = () => void socket.pause();
	pause();
	socket.on('data', pause);
	const timer = setInterval(() => socket.resume(), 20);
	socket.on('close', () => clearInterval(timer));
	return () => {
		clearInterval(timer);
		socket.off('data', pause);
		socket.resume();
	};
}

describe('a large upload', () => {
	it('that is refused before it is done goes no further, and its file is closed', async () => {
		const { json, server } = await upload((socket) => {
			socket.write(httpAnswer(413, 'Too large', { connection: 'keep-alive' }));
			readSlowly(socket);
		});
		expect(json).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
		await eventually(countOpenFiles, (open) => open === 0);
		await eventually(server.openSockets, (open) => open === 0);
		expect(server.received(0).length).toBeLessThan(MEGABYTES * 2 ** 20);
	});

	it('that is refused by a server which reads no more leaves no file open', async () => {
		const { json } = await upload((socket) => {
			socket.pause();
			socket.write(httpAnswer(429, '', { connection: 'keep-alive' }));
		});
		expect(json).toMatchObject({ code: 'RATE_LIMITED' });
		await eventually(countOpenFiles, (open) => open === 0);
	});

	it('that comes to a standstill is given up, and its outcome is unknown', async () => {
		const { json } = await upload((socket) => void socket.pause());
		expect(json).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
		expect(json?.error).toContain('no answer came within 2 s');
		await eventually(countOpenFiles, (open) => open === 0);
	});

	it('may take much longer than the wait for an answer, as long as it gets on', async () => {
		const order: string[] = [];
		const { json, server } = await upload((socket, connection) => {
			const readOn = readSlowly(socket);
			setTimeout(() => {
				order.push('the time for an answer is over');
				readOn();
			}, REQUEST_TIMEOUT_S * 1500);
			const end = setInterval(() => {
				if (socket.bytesRead < MEGABYTES * 2 ** 20) return;
				if (!servers[0]?.received(connection).endsWith('--\r\n')) return;
				clearInterval(end);
				order.push('the upload is done');
				socket.end(httpAnswer(200, png, { 'content-type': 'image/png' }));
			}, 50);
			socket.on('close', () => clearInterval(end));
		});
		expect(json).toMatchObject({ status: 'completed' });
		expect(server.received(0).length).toBeGreaterThan(MEGABYTES * 2 ** 20);
		expect(order).toEqual(['the time for an answer is over', 'the upload is done']);
	});
});
