import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
// Time that the network needs; no clock of a test's own may hasten it.
import { setTimeout as sleep } from 'node:timers/promises';
import { bodySize, type Reply } from './reply';

/** How an answer's body goes out: whole, or in one of the ways in which it can go wrong. */
export type Delivery =
	| { readonly kind: 'complete' }
	| { readonly kind: 'reset' }
	| { readonly kind: 'truncate'; readonly announce: 'full' | 'cut' | 'over' | 'chunked' | 'close' }
	| { readonly kind: 'trickle'; readonly pieces: number; readonly everyMs: number }
	| { readonly kind: 'stall'; readonly ms: number | undefined }
	| { readonly kind: 'endless'; readonly everyMs: number };

/** What has left the sandbox: the body's bytes, and whether a client can have the whole answer from them. */
export interface Sent {
	readonly bytes: number;
	readonly complete: boolean;
}

/** Lets a client read what was sent before the reset that would discard it. */
const BEFORE_RESET_MS = 25;

/**
 * Writes an answer with the given delivery and resolves when it is out or the client is gone. Never rejects.
 * `note` is called after every piece, so that it knows of the last one before the client can act on it.
 */
export async function send(
	res: ServerResponse,
	reply: Reply,
	delivery: Delivery,
	note: (sent: Sent) => void = () => undefined,
): Promise<void> {
	let bytes = 0;
	const progress = (written: number): void => {
		bytes += written;
		note({ bytes, complete: bytes === bodySize(reply.body) && delivery.kind !== 'truncate' });
	};
	try {
		await DELIVERIES[delivery.kind](res, reply, delivery, progress);
	} catch {
		// The client has hung up; what it got has been noted.
	}
}

/** Counts the bytes of a body that the socket has taken. */
type Progress = (written: number) => void;

type Deliver = (res: ServerResponse, reply: Reply, delivery: Delivery, progress: Progress) => Promise<void>;

const DELIVERIES: Readonly<Record<Delivery['kind'], Deliver>> = {
	async complete(res, reply, _delivery, progress) {
		announce(res, reply, bodySize(reply.body));
		await write(res, reply.body, 0, bodySize(reply.body), progress);
		await end(res);
	},

	async reset(res, reply, _delivery, progress) {
		announce(res, reply, bodySize(reply.body));
		await write(res, reply.body, 0, half(reply), progress);
		await flush(res);
		await sleep(BEFORE_RESET_MS);
		res.socket?.resetAndDestroy();
	},

	async truncate(res, reply, delivery, progress) {
		const announced = delivery.kind === 'truncate' ? delivery.announce : 'full';
		const all = bodySize(reply.body);
		const length = {
			full: all,
			cut: half(reply),
			over: all + 1000,
			chunked: undefined,
			close: undefined,
		}[announced];
		res.shouldKeepAlive = false;
		if (announced === 'close') res.useChunkedEncodingByDefault = false;
		announce(res, reply, length);
		await write(res, reply.body, 0, announced === 'over' ? all : half(reply), progress);
		await flush(res);
		// Ending the socket instead of the answer is what leaves the last chunk, or the rest, unsent.
		res.socket?.end();
	},

	async trickle(res, reply, delivery, progress) {
		const { pieces, everyMs } = delivery.kind === 'trickle' ? delivery : { pieces: 1, everyMs: 0 };
		const all = bodySize(reply.body);
		const step = Math.max(1, Math.ceil(all / pieces));
		announce(res, reply, all);
		for (let at = 0; at < all; at += step) {
			if (at > 0) await sleepOrGone(res, everyMs);
			await write(res, reply.body, at, Math.min(all, at + step), progress);
		}
		await end(res);
	},

	async stall(res, reply, delivery, progress) {
		const all = bodySize(reply.body);
		announce(res, reply, all);
		await write(res, reply.body, 0, half(reply), progress);
		await sleepOrGone(res, delivery.kind === 'stall' ? delivery.ms : undefined);
		await write(res, reply.body, half(reply), all, progress);
		await end(res);
	},

	async endless(res, reply, delivery) {
		announce(res, reply, undefined);
		const block = Buffer.alloc(64 * 1024, 'endless ');
		for (;;) {
			await writeChunk(res, block);
			await sleepOrGone(res, delivery.kind === 'endless' ? delivery.everyMs : 5);
		}
	},
};

/** Waits so long, or for ever, but never longer than the client stays. Rejects when it has gone. */
export async function sleepOrGone(res: ServerResponse, ms: number | undefined): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const leave = (): void => {
			clearTimeout(timer);
			reject(new Error('The client has hung up'));
		};
		const timer = setTimeout(() => {
			res.off('close', leave);
			resolve();
		}, ms ?? 0x7fffffff);
		if (res.destroyed || res.closed) leave();
		else res.once('close', leave);
	});
}

function announce(res: ServerResponse, reply: Reply, length: number | undefined): void {
	const bodiless = reply.status === 204;
	res.writeHead(reply.status, {
		...reply.headers,
		...(length !== undefined && !bodiless && { 'content-length': String(length) }),
	});
	res.flushHeaders();
}

async function write(
	res: ServerResponse,
	body: Reply['body'],
	from: number,
	to: number,
	progress: Progress,
): Promise<void> {
	if (to <= from) return;
	const source = Buffer.isBuffer(body)
		? Readable.from([body.subarray(from, to)])
		: createReadStream(body.path, { start: from, end: to - 1 });
	for await (const chunk of source as AsyncIterable<Buffer>) {
		await writeChunk(res, chunk);
		progress(chunk.length);
	}
}

/** Writes and waits until the socket has taken it, so that memory stays bounded. Rejects when it is gone. */
async function writeChunk(res: ServerResponse, chunk: Buffer): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		if (res.destroyed || res.closed) return reject(new Error('The client has hung up'));
		const gone = (): void => reject(new Error('The client has hung up'));
		res.once('close', gone);
		res.write(chunk, (error) => {
			res.off('close', gone);
			if (error) reject(error);
			else resolve();
		});
	});
}

async function flush(res: ServerResponse): Promise<void> {
	while (res.socket && !res.socket.destroyed && res.socket.writableLength > 0) await sleep(2);
}

async function end(res: ServerResponse): Promise<void> {
	await new Promise<void>((resolve) => {
		res.once('close', resolve);
		res.end(() => resolve());
	});
}

function half(reply: Reply): number {
	return Math.floor(bodySize(reply.body) / 2);
}
