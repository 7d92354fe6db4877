import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { refusal, type Reply } from './http/reply';
import { Listener } from './http/listener';
import { parseTarget } from './http/request';
import { type Delivery, send, sleepOrGone } from './http/send';

/** A file on the web, with whatever is wrong with it. */
export interface HostedFile {
	/** Bytes, or a file on the disk with its size. */
	readonly body: Reply['body'];
	/** Sent as it is; none when left out. */
	readonly contentType?: string;
	/** Default 200. */
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** So many redirects come before the file; `loop` never gets there. */
	readonly redirects?: number | 'loop';
	/** One redirect to any address at all. */
	readonly redirectTo?: string;
	/** Default 302. */
	readonly redirectStatus?: number;
	/** Silence before the answer. */
	readonly delayMs?: number;
	/** How the body goes out; default whole. */
	readonly delivery?: Delivery;
	/** For how many requests the status and the delivery hold; then the file is delivered. Default always. */
	readonly faultyTimes?: number;
}

/** A request for a file. A key among its headers is a leak. */
export interface HostRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
}

export interface FileHost {
	readonly url: string;
	/** Puts a file up and gives its address, which ends in the given name. */
	serve(name: string, file: HostedFile): string;
	requests(): HostRequest[];
	openSockets(): number;
	close(): Promise<void>;
}

/** Starts a small web server for the files that input URLs lead to. Any other path answers 404. */
export async function startFileHost(): Promise<FileHost> {
	const files = new Map<string, Hosted>();
	const seen: HostRequest[] = [];
	const http = createServer((req, res) => {
		const headers = Object.entries(req.headers).map(([name, value]) => [name, String(value)]);
		seen.push({ method: req.method ?? '', path: req.url ?? '/', headers: Object.fromEntries(headers) });
		void answer(req, res, files);
	});
	const listener = new Listener(http, () => ({ kind: 'accept' }));
	await listener.open(0);
	const url = `http://127.0.0.1:${listener.port}`;
	return {
		url,
		serve: (name, file) => {
			const path = `/${files.size + 1}/${encodeURIComponent(name)}`;
			files.set(path, { file, requests: 0 });
			return url + path;
		},
		requests: () => [...seen],
		openSockets: () => listener.openSockets(),
		close: () => listener.close(),
	};
}

async function answer(
	req: IncomingMessage,
	res: ServerResponse,
	files: ReadonlyMap<string, Hosted>,
): Promise<void> {
	const { path, query } = parseTarget(req.url);
	const file = current(files.get(path));
	const whole: Delivery = { kind: 'complete' };
	if (!file) {
		await send(res, refusal(404, 'Not Found'), whole);
		return;
	}
	try {
		if (file.delayMs !== undefined) await sleepOrGone(res, file.delayMs);
	} catch {
		return;
	}
	const location = findRedirect(file, path, Number(query.replace('hop=', '')));
	const reply = location === undefined ? createReply(file) : redirectReply(file, location);
	await send(res, reply, location === undefined ? (file.delivery ?? whole) : whole);
}

interface Hosted {
	readonly file: HostedFile;
	requests: number;
}

/** The file as it is now: without its fault once that has happened often enough. */
function current(hosted: Hosted | undefined): HostedFile | undefined {
	if (!hosted) return undefined;
	hosted.requests += 1;
	const { file, requests } = hosted;
	return requests <= (file.faultyTimes ?? Infinity)
		? file
		: { ...file, status: 200, delivery: { kind: 'complete' } };
}

/** Where the request is sent on to; `undefined` when it has arrived. */
function findRedirect(file: HostedFile, path: string, hop: number): string | undefined {
	if (file.redirectTo !== undefined) return file.redirectTo;
	if (file.redirects === 'loop') return path;
	return hop < (file.redirects ?? 0) ? `${path}?hop=${hop + 1}` : undefined;
}

function redirectReply(file: HostedFile, location: string): Reply {
	return { status: file.redirectStatus ?? 302, headers: { location }, body: Buffer.alloc(0) };
}

function createReply(file: HostedFile): Reply {
	const type = file.contentType === undefined ? undefined : { 'content-type': file.contentType };
	return { status: file.status ?? 200, headers: { ...type, ...file.headers }, body: file.body };
}
