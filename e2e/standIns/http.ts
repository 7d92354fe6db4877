import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a stand-in answers: JSON, or a file's bytes. */
export interface Answer {
	readonly status?: number;
	readonly json?: unknown;
	readonly bytes?: Buffer;
	readonly type?: string;
}

/** A request that a stand-in has received. */
export interface Received {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: Buffer;
}

/** Starts an HTTP server on this machine until the test is over, and gives its address. */
export async function startHttp(answer: (request: Received) => Answer): Promise<string> {
	const server = createServer((req, res) => {
		void receive(req).then((request) => reply(res, answer(request)));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function receive(req: IncomingMessage): Promise<Received> {
	const chunks: Buffer[] = [];
	for await (const chunk of req) chunks.push(chunk as Buffer);
	return {
		method: req.method ?? '',
		path: req.url ?? '',
		headers: req.headers,
		body: Buffer.concat(chunks),
	};
}

function reply(res: ServerResponse, { status = 200, json, bytes, type }: Answer): void {
	const body = bytes ?? Buffer.from(JSON.stringify(json ?? {}));
	res.writeHead(status, {
		'content-type': type ?? (bytes ? 'application/octet-stream' : 'application/json'),
		'content-length': body.length,
	});
	res.end(body);
}
