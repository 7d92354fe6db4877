import type { Server } from 'node:http';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';

/** What to do with a connection before anything is read from it. */
export type ConnectionPolicy =
	| { readonly kind: 'accept' }
	| { readonly kind: 'drop' }
	| { readonly kind: 'refuse'; readonly ms: number };

/**
 * A port on 127.0.0.1 that hands its connections to an HTTP server. It stands apart from that server so that
 * the port can be closed for a while, as a server that is down, with the connections in hand still open.
 */
export class Listener {
	private net: NetServer | undefined;
	private readonly sockets = new Set<Socket>();
	private reopening: NodeJS.Timeout | undefined;
	private closed = false;
	port = 0;

	constructor(
		private readonly http: Server,
		private readonly choosePolicy: () => ConnectionPolicy,
	) {}

	/** Opens the port; 0 takes a free one. Rejects when it is taken. */
	async open(port: number): Promise<void> {
		const net = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
			this.handleConnection(socket),
		);
		await new Promise<void>((resolve, reject) => {
			net.once('error', reject);
			net.listen(port, '127.0.0.1', () => {
				net.off('error', reject);
				resolve();
			});
		});
		this.net = net;
		this.port = (net.address() as AddressInfo).port;
	}

	/** Closes the port for so many milliseconds: connections are refused, those that are open stay so. */
	refuse(ms: number): void {
		if (!this.net || this.closed) return;
		this.net.close();
		this.net = undefined;
		this.reopening = setTimeout(() => void this.reopen(), ms);
	}

	openSockets(): number {
		return this.sockets.size;
	}

	/** Closes the port and every connection for good. */
	async close(): Promise<void> {
		this.closed = true;
		clearTimeout(this.reopening);
		for (const socket of this.sockets) socket.destroy();
		const { net } = this;
		if (net) await new Promise<void>((resolve) => net.close(() => resolve()));
	}

	private handleConnection(socket: Socket): void {
		const policy = this.choosePolicy();
		if (policy.kind === 'refuse') this.refuse(policy.ms);
		if (policy.kind !== 'accept') {
			socket.resetAndDestroy();
			return;
		}
		this.sockets.add(socket);
		socket.once('close', () => this.sockets.delete(socket));
		this.http.emit('connection', socket);
	}

	private async reopen(): Promise<void> {
		if (this.closed) return;
		try {
			await this.open(this.port);
			if (this.closed) this.net?.close();
		} catch {
			// Somebody took the port meanwhile; it may be free again soon.
			this.reopening = setTimeout(() => void this.reopen(), 20);
		}
	}
}
