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
	const texts: string[] = [];
	const server = createServer((socket) => {
		const connection = texts.push('') - 1;
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		// A client that breaks off is a part of these tests.
		socket.on('error', () => undefined);
		socket.on('data', (chunk) => {
			const before = texts[connection] ?? '';
			texts[connection] = before + chunk.toString('latin1');
			if (when === 'onHead' && !before.includes('\r\n\r\n') && texts[connection].includes('\r\n\r\n')) {
				behave(socket, connection);
			}
		});
		if (when === 'onConnect') behave(socket, connection);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		connections: () => texts.length,
		openSockets: () => sockets.size,
		received: (connection) => texts[connection] ?? '',
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
