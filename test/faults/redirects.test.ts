import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox';
import { startFileHost, type FileHost } from '../../sandbox/fileHost';
import { sample } from '../../scripts/samples/media';
import { httpAnswer, startRawServer, type RawServer } from '../support/rawServer';
import { CONTINUE, editImages, editVideos } from '../../scripts/engine/batchRuns';
import { useFastClock } from '../support/fastClock';
import { useBinaryStore } from '../support/operations';

useFastClock(4);

const KEY = 'dct_redirect+key/0123456789=';

let sandbox: Sandbox;
let host: FileHost;
useBinaryStore();
const servers: RawServer[] = [];
beforeAll(async () => {
	sandbox = await startSandbox({ apiKey: KEY, jobSchedule: { pendingMs: 0, processingMs: 0 } });
	host = await startFileHost();
});
afterEach(async () => {
	sandbox.reset();
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});
afterAll(async () => {
	await sandbox.close();
	await host.close();
});

async function serve(behave: Parameters<typeof startRawServer>[0]): Promise<RawServer> {
	const server = await startRawServer(behave);
	servers.push(server);
	return server;
}

const one = { node: CONTINUE } as const;

describe('a redirect', () => {
	it.each([301, 302, 303, 307, 308] as const)(
		'of a download, %d, is followed to the storage, and the key stays behind',
		async (status) => {
			sandbox.setFaults({ rules: [{ on: 'content', fault: { kind: 'redirect', status } }] });
			const { items } = await editVideos(sandbox, 2, one);
			expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
			const elsewhere = sandbox.otherOrigin.requests();
			expect(elsewhere).toHaveLength(2);
			for (const { headers } of elsewhere) {
				expect(headers).not.toHaveProperty('x-api-key');
				expect(JSON.stringify(headers)).not.toContain('dct_');
			}
		},
	);

	it('of a download that leads round in a circle is given up, and asked for again from the start', async () => {
		sandbox.setFaults({ rules: [{ on: 'content', times: 7, fault: { kind: 'redirect', to: 'loop' } }] });
		const { items } = await editVideos(sandbox, 1, one);
		expect(items[0]?.json.status).toBe('completed');
	});

	it('of a download to an address with the key in it is not followed', async () => {
		const storage = await serve(
			(socket) => void socket.end(httpAnswer(200, sample('coffee-zoom.mp4').bytes)),
		);
		const location = `${storage.url}/result.mp4?x-api-key=${encodeURIComponent(KEY)}`;
		const decart = await serve((socket, connection) => {
			const [line = ''] = decart.received(connection).split('\r\n');
			const isContent = line.includes('/content');
			const job = JSON.stringify({ job_id: 'job_1', status: 'completed' });
			socket.end(isContent ? httpAnswer(302, '', { location }) : httpAnswer(200, job));
		});
		const server = { url: decart.url, apiKey: KEY };
		const { items } = await editVideos(server, 1, { ...one, options: { maxRetries: 1 } });
		expect(items[0]?.json).toMatchObject({ jobId: 'job_1' });
		expect(storage.connections()).toBe(0);
		expect(JSON.stringify(items)).not.toContain('redirect+key');
	});

	it('of a download to something that is no web address is not followed', async () => {
		for (const location of [
			'file:///etc/passwd',
			'ftp://example.com/a',
			'javascript:alert(1)',
			'http://',
		]) {
			const decart = await serve((socket, connection) => {
				const isContent = decart.received(connection).split('\r\n')[0]?.includes('/content');
				const job = JSON.stringify({ job_id: 'job_1', status: 'completed' });
				socket.end(isContent ? httpAnswer(302, '', { location }) : httpAnswer(200, job));
			});
			const server = { url: decart.url, apiKey: KEY };
			const { items } = await editVideos(server, 1, { ...one, options: { maxRetries: 0 } });
			expect(items[0]?.json).toMatchObject({ code: 'NETWORK_ERROR', jobId: 'job_1' });
		}
	});

	it("of a download to a storage that refuses is the storage's refusal, and asked for again", async () => {
		const storage = await serve((socket, connection) => {
			const { bytes } = sample('coffee-zoom.mp4');
			socket.end(connection < 2 ? httpAnswer(403, 'Request has expired') : httpAnswer(200, bytes));
		});
		const decart = await serve((socket, connection) => {
			const isContent = decart.received(connection).split('\r\n')[0]?.includes('/content');
			const job = JSON.stringify({ job_id: 'job_1', status: 'completed' });
			socket.end(
				isContent ? httpAnswer(302, '', { location: `${storage.url}/a` }) : httpAnswer(200, job),
			);
		});
		const { items } = await editVideos({ url: decart.url, apiKey: KEY }, 1, one);
		expect(items[0]?.json).toMatchObject({ status: 'completed' });
		expect(storage.connections()).toBe(3);
	});

	it.each(['generate', 'submit', 'poll'] as const)(
		'of any other request is not followed: %s',
		async (on) => {
			const fault = { kind: 'redirect', status: 307, billed: true } as const;
			sandbox.setFaults({ rules: [{ on, times: 1, fault }] });
			const { items } = await (on === 'generate' ? editImages : editVideos)(sandbox, 1, one);
			expect(sandbox.otherOrigin.requests()).toEqual([]);
			if (on === 'poll') expect(items[0]?.json.status).toBe('completed');
			else {
				expect(items[0]?.json.code).toBe('OUTCOME_UNKNOWN');
				expect(items[0]?.json.error).toContain(`it redirects to ${sandbox.otherOrigin.url}`);
				expect(sandbox.ledger()).toHaveLength(1);
			}
		},
	);
});

describe('an input URL', () => {
	const fromUrl = (url: string) => ({ ...one, parameters: { dataSource: 'url', dataUrl: url } });

	it('is fetched without the key', async () => {
		const { bytes } = sample('cat.png');
		const url = host.serve('cat.png', { body: bytes, contentType: 'image/png', redirects: 2 });
		const { items } = await editImages(sandbox, 1, fromUrl(url));
		expect(items[0]?.json.status).toBe('completed');
		expect(JSON.stringify(host.requests())).not.toContain('redirect+key');
		expect(host.requests().filter(({ headers }) => 'x-api-key' in headers)).toEqual([]);
	});

	it("is fetched without the key from Decart's own address too", async () => {
		const url = `${sandbox.url}/v1/realtime/quota`;
		await editImages(sandbox, 1, fromUrl(url));
		expect(sandbox.requests().map(({ hasApiKey }) => hasApiKey)).toEqual([false]);
	});

	it('is given up after five redirects, and nothing is sent to Decart', async () => {
		const { bytes } = sample('cat.png');
		for (const redirects of [6, 'loop'] as const) {
			const url = host.serve('cat.png', { body: bytes, contentType: 'image/png', redirects });
			const before = host.requests().length;
			const { items } = await editImages(sandbox, 1, fromUrl(url));
			expect(items[0]?.json).toMatchObject({ code: 'INVALID_INPUT' });
			expect(items[0]?.json.error).toContain('redirects more than 5 times');
			expect(host.requests().length - before).toBe(6);
		}
		expect(sandbox.requests()).toEqual([]);
	});

	it.each([
		['says that it is too large', {}],
		['does not say how large it is', { 'transfer-encoding': 'chunked' }],
	])('that leads to too large a file is given up, when the server %s', async (_name, headers) => {
		const server = await serve((socket) => {
			const isChunked = 'transfer-encoding' in headers;
			const size = 3 * 2 ** 20;
			socket.write(
				`HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n${isChunked ? 'transfer-encoding: chunked' : `content-length: ${size}`}\r\n\r\n`,
			);
			const piece = Buffer.alloc(2 ** 16);
			const flood = setInterval(() => {
				if (isChunked) socket.write('10000\r\n');
				socket.write(piece);
				if (isChunked) socket.write('\r\n');
			}, 2);
			socket.on('close', () => clearInterval(flood));
		});
		const { items } = await editImages(sandbox, 1, {
			...fromUrl(`${server.url}/big.png`),
			options: { maxUrlFileSize: 1 },
		});
		expect(items[0]?.json).toMatchObject({ code: 'INVALID_INPUT' });
		expect(String(items[0]?.json.error)).toMatch(/larger than 1048576 bytes|more than the 1048576/);
		expect(sandbox.requests()).toEqual([]);
	});

	it.each([
		['a web page', 'text/html', '<!doctype html><title>Sign in</title>'],
		["a text under an image's type", 'image/png', 'not an image at all'],
		['a video where an image is due', 'video/mp4', sample('coffee-zoom.mp4').bytes],
	])('that leads to %s is refused before anything is paid', async (_name, contentType, body) => {
		const url = host.serve('thing', { body: Buffer.from(body), contentType });
		const { items } = await editImages(sandbox, 1, fromUrl(url));
		expect(items[0]?.json).toMatchObject({ code: 'INVALID_INPUT' });
		expect(sandbox.requests()).toEqual([]);
	});

	it('is reported without its query, which may be signed', async () => {
		const url = `${host.url}/nothing.png?signature=topsecret`;
		const { items } = await editImages(sandbox, 1, fromUrl(url));
		expect(items[0]?.json.error).toContain('HTTP 404');
		expect(JSON.stringify(items)).not.toContain('topsecret');
	});
});
