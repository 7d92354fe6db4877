import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A gateway before a server: it lets so many requests through at once and answers 429 to the others. */
export interface Gate {
	readonly url: string;
	/** How many requests it has turned away. */
	refused(): number;
	/** The most requests that were under way at once, those included that were turned away. */
	busiest(): number;
	/** How many were under way when each request came in, itself included. */
	widths(): readonly number[];
	close(): Promise<void>;
}

export interface GateOptions {
	/** Where requests are let through to. */
	readonly to: string;
	readonly atOnce: number;
	/** How long each is worked on before it is let through. */
	readonly workMs: number;
	/** The header of a refusal, where it has one. */
	readonly retryAfter?: string;
	/** Which requests it counts; the others pass freely. */
	readonly counts?: (req: IncomingMessage) => boolean;
}

/** Opens a gateway on a free port of 127.0.0.1. */
export async function openGate({
	to,
	atOnce,
	workMs,
	retryAfter,
	counts = () => true,
}: GateOptions): Promise<Gate> {
	const widths: number[] = [];
	let working = 0;
	let underWay = 0;
	let refused = 0;
	const server = createServer((req, res) => {
		if (!counts(req)) return pass(req, res, to);
		widths.push((underWay += 1));
		res.on('close', () => (underWay -= 1));
		if (working >= atOnce) {
			refused += 1;
			req.resume();
			req.on('end', () => {
				res.writeHead(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end(
					'{"detail":"busy"}',
				);
			});
			return;
		}
		working += 1;
		res.on('close', () => (working -= 1));
		setTimeout(() => pass(req, res, to), workMs);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		refused: () => refused,
		busiest: () => Math.max(0, ...widths),
		widths: () => widths,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function pass(req: IncomingMessage, res: ServerResponse, to: string): void {
	const onward = request(
		new URL(req.url ?? '/', to),
		{ method: req.method, headers: req.headers },
		(answer) => {
			res.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(res);
		},
	);
	onward.on('error', () => res.destroy());
	req.pipe(onward);
}
