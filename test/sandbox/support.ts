import { createReadStream, readFileSync, statSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, expect } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/index';
import type { SandboxOptions } from '../../sandbox/types';

const MEDIA = join(__dirname, '..', '..', 'examples', 'media');

export const CLIP_PATH = join(MEDIA, 'coffee-zoom.mp4');
export const CAT = readFileSync(join(MEDIA, 'cat.png'));
export const ROCKET = readFileSync(join(MEDIA, 'rocket.jpg'));
export const CLIP = readFileSync(CLIP_PATH);

/** A file part of a form. */
export interface Upload {
	readonly bytes: Buffer<ArrayBuffer>;
	readonly filename: string;
	readonly contentType: string;
}

export const cat: Upload = { bytes: CAT, filename: 'cat.png', contentType: 'image/png' };
export const rocket: Upload = { bytes: ROCKET, filename: 'rocket.jpg', contentType: 'image/jpeg' };
export const clip: Upload = { bytes: CLIP, filename: 'coffee.mp4', contentType: 'video/mp4' };

export type Fields = Readonly<Record<string, string | Upload>>;

/** Starts a sandbox for a whole test file; it is reset after every test and closed at the end. */
export async function sandboxForFile(options: SandboxOptions = {}): Promise<Sandbox> {
	const sandbox = await startSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 }, ...options });
	afterEach(() => sandbox.reset());
	afterAll(() => sandbox.close());
	return sandbox;
}

/** Encodes a form by the platform's own encoder. */
export function createForm(fields: Fields): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		if (typeof value === 'string') form.append(name, value);
		else form.append(name, new Blob([value.bytes], { type: value.contentType }), value.filename);
	}
	return form;
}

/** Sends a form with the sandbox's key, or with the headers given instead. */
export async function post(
	sandbox: Sandbox,
	path: string,
	fields: Fields,
	headers: Record<string, string> = { 'x-api-key': sandbox.apiKey },
): Promise<Response> {
	return await fetch(sandbox.url + path, { method: 'POST', headers, body: createForm(fields) });
}

/** One thing that is wrong with a request, as FastAPI names it. */
export type Issue = Readonly<Record<string, unknown>>;

/** Sends a form that is refused and not billed, and tells why. */
export async function readIssues(sandbox: Sandbox, path: string, fields: Fields): Promise<readonly Issue[]> {
	const response = await post(sandbox, path, fields);
	expect(response.status).toBe(422);
	expect(sandbox.ledger()).toEqual([]);
	return ((await response.json()) as { detail: readonly Issue[] }).detail;
}

export async function postJson(sandbox: Sandbox, path: string, body: unknown): Promise<Response> {
	return await fetch(sandbox.url + path, {
		method: 'POST',
		headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}

export async function get(
	sandbox: Sandbox,
	path: string,
	headers: Record<string, string> = { 'x-api-key': sandbox.apiKey },
): Promise<Response> {
	return await fetch(sandbox.url + path, { headers, redirect: 'manual' });
}

export async function readResponse(response: Response): Promise<Buffer> {
	return Buffer.from(await response.arrayBuffer());
}

/** Submits a video job and gives its id. */
export async function submitClip(sandbox: Sandbox, fields: Fields = {}): Promise<string> {
	const response = await post(sandbox, '/v1/jobs/lucy-2.5', { data: clip, ...fields });
	const { job_id: id } = (await response.json()) as { job_id: string };
	return id;
}

/** What a client has seen of one exchange on the wire. */
export interface Seen {
	readonly status: number | undefined;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** Whether Node's HTTP client takes the answer for a whole one. */
	readonly complete: boolean;
	/** The error of the request or of its answer, `ECONNRESET` for one. */
	readonly error: string | undefined;
}

export interface WireRequest {
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Buffer | Readable;
	/** Hangs up once so many bytes of the answer are in, or after so many milliseconds, but not before `isTime`. */
	readonly hangUp?: {
		readonly afterBytes?: number;
		readonly afterMs?: number;
		readonly isTime?: () => boolean;
	};
}

/** Sends one request on a connection of its own and tells what came of it. Never rejects. */
export async function onTheWire(
	url: string,
	{ method = 'GET', headers = {}, body, hangUp }: WireRequest,
): Promise<Seen> {
	return await new Promise((resolve) => {
		const seen = { status: undefined as number | undefined, headers: {} as IncomingHttpHeaders };
		const chunks: Buffer[] = [];
		let size = 0;
		let timer: NodeJS.Timeout | undefined;
		const done = (complete: boolean, error?: NodeJS.ErrnoException): void => {
			clearTimeout(timer);
			resolve({ ...seen, body: Buffer.concat(chunks), complete, error: error?.code ?? error?.message });
		};
		const req = request(url, { method, headers, agent: false }, (res) => {
			seen.status = res.statusCode;
			seen.headers = res.headers;
			res.on('data', (chunk: Buffer) => {
				chunks.push(chunk);
				size += chunk.length;
				if (size >= (hangUp?.afterBytes ?? Infinity)) req.destroy();
			});
			res.on('error', (error) => done(false, error));
			res.on('close', () => {
				done(res.complete);
				// An answer that came early leaves the upload unfinished.
				req.destroy();
			});
		});
		req.on('error', (error) => done(false, error));
		const hangUpInTime = (ms: number): void => {
			timer = setTimeout(() => {
				if (hangUp?.isTime?.() ?? true) req.destroy();
				else hangUpInTime(20);
			}, ms);
		};
		if (hangUp?.afterMs !== undefined) hangUpInTime(hangUp.afterMs);
		if (body instanceof Readable) body.pipe(req);
		else req.end(body);
	});
}

/** A form as bytes with its headers, for `onTheWire`. */
export async function encoded(fields: Fields): Promise<{ headers: Record<string, string>; body: Buffer }> {
	const response = new Response(createForm(fields));
	const body = await readResponse(response);
	const contentType = response.headers.get('content-type') ?? '';
	return { headers: { 'content-type': contentType, 'content-length': String(body.length) }, body };
}

/** A playable MP4 of about the given size as a stream: the sample clip and a box that players skip. */
export function bigClip(size: number): { readonly size: number; readonly stream: () => Readable } {
	const own = statSync(CLIP_PATH).size;
	const padding = size - own - 8;
	const header = Buffer.alloc(8);
	header.writeUInt32BE(padding + 8);
	header.write('free', 4, 'latin1');
	async function* bytes(): AsyncGenerator<Buffer> {
		yield* createReadStream(CLIP_PATH) as AsyncIterable<Buffer>;
		yield header;
		const block = Buffer.alloc(64 * 1024);
		for (let left = padding; left > 0; left -= block.length)
			yield block.subarray(0, Math.min(left, block.length));
	}
	return { size, stream: () => Readable.from(bytes(), { objectMode: false }) };
}
