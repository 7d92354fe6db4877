import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A gateway before a server: it lets so many requests through at once and answers 429 to the others. */
export interface Gate {
	readonly url: string;
	/** How many requests it has turned away. */
	refused(): number;
	/** How many of them came while it had asked all to wait, the first included. */
	tooEarly(): number;
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
	/** It turns all away from this request on, counted from 0, for as long as it then asks them to wait. */
	readonly pause?: { readonly from: number; readonly status: number; readonly seconds: number };
	/** Which requests it counts; the others pass freely. */
	readonly counts?: (req: IncomingMessage) => boolean;
}

/** Opens a gateway on a free port of 127.0.0.1. */
export async function openGate({
	to,
	atOnce,
	workMs,
	retryAfter,
	pause,
	counts = () => true,
}: GateOptions): Promise<Gate> {
	const widths: number[] = [];
	let working = 0;
	let underWay = 0;
	let refused = 0;
	let tooEarly = 0;
	let isPaused = false;
	const refuse = (req: IncomingMessage, res: ServerResponse, status: number, wait: string | undefined) => {
		refused += 1;
		req.resume();
		req.on('end', () => {
			res.writeHead(status, wait === undefined ? {} : { 'retry-after': wait }).end('{"detail":"busy"}');
		});
	};
	const server = createServer((req, res) => {
		if (!counts(req)) return pass(req, res, to);
		widths.push((underWay += 1));
		res.on('close', () => (underWay -= 1));
		if (pause && widths.length === pause.from + 1) {
			isPaused = true;
			setTimeout(() => (isPaused = false), pause.seconds * 1000);
		}
		if (pause && isPaused) {
			tooEarly += 1;
			return refuse(req, res, pause.status, String(pause.seconds));
		}
		if (working >= atOnce) return refuse(req, res, 429, retryAfter);
		working += 1;
		res.on('close', () => (working -= 1));
		setTimeout(() => pass(req, res, to), workMs);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		refused: () => refused,
		tooEarly: () => tooEarly,
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
