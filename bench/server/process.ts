// The server of the benchmarks, in a process of its own so that it takes no time from those who are measured.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { noisePng, paddedMp4 } from '../media';
import { DEFAULT_SETTINGS, type ServerSettings } from './protocol';

const CLIP = readFileSync(join(__dirname, '../../examples/media/coffee-zoom.mp4'));

interface Job {
	readonly doneAt: number;
	polls: number;
}

let settings = DEFAULT_SETTINGS;
let image = Buffer.alloc(0);
let imageBytes = 0;
let active = 0;
let accepted = 0;
let refused = 0;
let jobs = new Map<string, Job>();

async function setUp(next: Partial<ServerSettings>): Promise<void> {
	settings = { ...DEFAULT_SETTINGS, ...next };
	if (imageBytes !== settings.imageBytes) {
		imageBytes = settings.imageBytes;
		image = await noisePng(imageBytes);
	}
	accepted = refused = 0;
	jobs = new Map();
}

function counts() {
	const entries = [...jobs.entries()];
	return {
		accepted,
		refused,
		polls: entries.reduce((sum, [, { polls }]) => sum + polls, 0),
		doneAt: Object.fromEntries(entries.map(([id, { doneAt }]) => [id, doneAt])),
		pollsByJob: Object.fromEntries(entries.map(([id, { polls }]) => [id, polls])),
	};
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { method, url = '/' } = request;
	if (url === '/bench/settings') return await handleSettings(request, response);
	if (url === '/bench/counts') return json(response, 200, counts());
	if (method === 'POST') return await handleGeneration(url, request, response);
	const [, id = '', content] = /^\/v1\/jobs\/([^/]+)(\/content)?$/.exec(url) ?? [];
	const job = jobs.get(id);
	if (!job) return json(response, 404, { detail: 'Not Found' });
	if (content) return sendVideo(response);
	job.polls += 1;
	return json(response, 200, { job_id: id, status: Date.now() >= job.doneAt ? 'completed' : 'processing' });
}

async function handleSettings(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	await setUp(JSON.parse(Buffer.concat(chunks).toString()) as Partial<ServerSettings>);
	json(response, 200, {});
}

async function handleGeneration(
	url: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const isTaken = active < settings.capacity;
	if (isTaken) active += 1;
	for await (const chunk of request) void chunk;
	if (!isTaken) {
		refused += 1;
		if (settings.retryAfter !== undefined) response.setHeader('Retry-After', settings.retryAfter);
		return json(response, 429, { detail: 'Too many requests' });
	}
	if (settings.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, settings.delayMs));
	active -= 1;
	accepted += 1;
	if (url.startsWith('/v1/jobs/')) {
		const id = `job_${accepted}`;
		jobs.set(id, { doneAt: Date.now() + settings.jobMs, polls: 0 });
		return json(response, 200, { job_id: id, status: 'pending' });
	}
	response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': image.length });
	response.end(image);
}

function sendVideo(response: ServerResponse): void {
	response.writeHead(200, {
		'Content-Type': 'video/mp4',
		'Content-Length': Math.max(settings.videoBytes, CLIP.length + 8),
	});
	Readable.from(paddedMp4(CLIP, settings.videoBytes), { objectMode: false }).pipe(response);
}

function json(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify(body));
}

const server = createServer((request, response) => {
	handle(request, response).catch((error: unknown) => {
		// A client that is measured may end its connection early, as after 429.
		if (!response.headersSent) json(response, 500, { detail: String(error) });
	});
});
server.listen(0, '127.0.0.1', () => {
	process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('disconnect', () => process.exit(0));
