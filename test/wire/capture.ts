import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A request exactly as its bytes came. */
export interface RawRequest {
	readonly requestLine: string;
	/** In order, names as they were written. */
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly body: Buffer;
}

export interface Capture {
	readonly url: string;
	/** The requests since the last call. */
	take(): RawRequest[];
	close(): Promise<void>;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Listens on a bare socket, without any HTTP library, and answers each request with the given PNG. */
export async function startCapture(answer: Buffer): Promise<Capture> {
	const requests: RawRequest[] = [];
	const server = createServer((socket) => {
		void readRequest(socket).then((request) => {
			requests.push(request);
			socket.write(
				`HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: ${answer.length}\r\nConnection: close\r\n\r\n`,
			);
			socket.end(answer);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		take: () => requests.splice(0),
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}

/** Reads a head and as many bytes as its Content-Length says; what came beyond them is kept, to be noticed. */
async function readRequest(socket: Socket): Promise<RawRequest> {
	let received = Buffer.alloc(0);
	for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		received = Buffer.concat([received, chunk]);
		const end = received.indexOf(HEAD_END);
		if (end < 0) continue;
		const [requestLine = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
		const headers = lines.map((line) => {
			const colon = line.indexOf(':');
			return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
		});
		const length = Number(findHeader({ headers }, 'content-length') ?? 0);
		const body = received.subarray(end + HEAD_END.length);
		if (body.length >= length) return { requestLine, headers, body };
	}
	throw new Error('The request ended before its announced length');
}

/** A header's value; several of one name are an error. */
export function findHeader({ headers }: Pick<RawRequest, 'headers'>, name: string): string | undefined {
	const found = headers.filter(([other]) => other.toLowerCase() === name);
	if (found.length > 1) throw new Error(`There are ${found.length} ${name} headers`);
	return found[0]?.[1];
}
