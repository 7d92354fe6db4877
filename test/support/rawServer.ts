import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP server on 127.0.0.1 whose every byte a test decides. */
export interface RawServer {
	readonly url: string;
	/** How many connections it has accepted. */
	connections(): number;
	openSockets(): number;
	/** All bytes of a connection that came in so far, the first is number 0. */
	received(connection: number): string;
	close(): Promise<void>;
}

/** One exchange: called when the head of a request is in, or at once with `onConnect`. */
export type Behavior = (socket: Socket, connection: number) => void;

/** Starts a server that reads each request's head and then does what it is given. */
export async function startRawServer(
	behave: Behavior,
	when: 'onHead' | 'onConnect' = 'onHead',
): Promise<RawServer> {
	const sockets = new Set<Socket>();
	const received: Buffer[][] = [];
	const server = createServer((socket) => {
		const chunks: Buffer[] = [];
		const connection = received.push(chunks) - 1;
		let isHeadIn = false;
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		// A client that breaks off is a part of these tests.
		socket.on('error', () => undefined);
		socket.on('data', (chunk) => {
			chunks.push(chunk);
			// Searched no longer than needed: an upload may be large.
			if (isHeadIn || !Buffer.concat(chunks).includes('\r\n\r\n')) return;
			isHeadIn = true;
			if (when === 'onHead') behave(socket, connection);
		});
		if (when === 'onConnect') behave(socket, connection);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		connections: () => received.length,
		openSockets: () => sockets.size,
		received: (connection) => Buffer.concat(received[connection] ?? []).toString('latin1'),
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** An HTTP answer as it stands on the wire; the length is that of the body unless it is given. */
export function httpAnswer(
	status: number,
	body: string | Buffer = '',
	headers: Readonly<Record<string, string | number>> = {},
): Buffer {
	const bytes = Buffer.from(body);
	const all = { 'content-length': bytes.length, connection: 'close', ...headers };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Any\r\n${lines.join('')}\r\n`, 'latin1'), bytes]);
}
