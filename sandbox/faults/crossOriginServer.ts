import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { refusal, type Reply } from '../http/reply';
import { Listener } from '../http/listener';
import { send, type Sent } from '../http/send';

/** A request that reached the other origin. A key among its headers is a leak. */
export interface CrossOriginRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly bytes: number;
}

/** Another origin, such as the storage that a download may be redirected to. */
export class CrossOriginServer {
	private readonly seen: CrossOriginRequest[] = [];
	private readonly offers = new Map<string, Reply>();
	private readonly listener: Listener;

	constructor(private readonly sent: (reply: Reply, sent: Sent) => void) {
		const http = createServer((req, res) => void this.answer(req, res));
		this.listener = new Listener(http, () => ({ kind: 'accept' }));
	}

	get url(): string {
		return `http://127.0.0.1:${this.listener.port}`;
	}

	async open(): Promise<void> {
		await this.listener.open(0);
	}

	/** Puts an answer up under an address of its own; without one there is nothing to find at the address. */
	offer(reply: Reply | undefined): string {
		const path = `/storage/${this.offers.size + 1}`;
		this.offers.set(path, reply ?? refusal(404, 'Not Found'));
		return this.url + path;
	}

	requests(): CrossOriginRequest[] {
		return [...this.seen];
	}

	clear(): void {
		this.seen.length = 0;
		this.offers.clear();
	}

	async close(): Promise<void> {
		await this.listener.close();
	}

	private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
		let bytes = 0;
		try {
			for await (const chunk of req as AsyncIterable<Buffer>) bytes += chunk.length;
		} catch {
			// Cut off; what it said about itself still counts.
		}
		const headers = Object.entries(req.headers).map(([name, value]) => [name, String(value)]);
		const path = req.url ?? '/';
		this.seen.push({ method: req.method ?? '', path, headers: Object.fromEntries(headers), bytes });
		const reply = (req.method === 'GET' ? this.offers.get(path) : undefined) ?? refusal(404, 'Not Found');
		await send(res, reply, { kind: 'complete' }, (sent) => this.sent(reply, sent));
	}
}
