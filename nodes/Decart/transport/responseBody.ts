import type { ReadableStream } from '../types';
import { systemClock, WaitingTime } from './clock';
import { createReadable } from './n8nInternals';

/** What the reading of a body is bound by. */
export interface BodyLimits {
	/** More bytes than this end the reading. */
	readonly maxBytes: number;
	/**
	 * Milliseconds of waiting without a byte that end it; a body slower than 1 kB/s ends as soon as it has been
	 * waited for this long.
	 */
	readonly idleMs: number;
}

/** A body that stalled, ended early or grew over its limit. */
export class BodyError extends Error {}

/** A body that grew over its limit, and would again. */
export class BodyTooLargeError extends BodyError {}

/** A body that arrived, and that n8n did not take into its binary store. */
export class NotStoredError extends Error {}

/** Reads the whole of a body into memory, which `maxBytes` therefore bounds. */
export async function readBytes(stream: ReadableStream, limits: BodyLimits): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of new ResponseBody(stream, limits)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** Reads a body as text as far as the limits and the connection allow: part of an error's reason is better than none. */
export async function readText(stream: ReadableStream, limits: BodyLimits): Promise<string> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of new ResponseBody(stream, limits)) chunks.push(chunk);
	} catch {
		// What came before the end is what there is to say.
	}
	return Buffer.concat(chunks).toString('utf8');
}

const TICK_MS = 200;
const MIN_BYTES_PER_MS = 1;
/** As many of the first bytes are read ahead as tell what a file is. */
const PEEK_BYTES = 64;

/**
 * A streamed body with an idle timeout: it is counted, its beginning can be read first, and a stall or a flood
 * ends it with a `BodyError`. It is read once, chunk by chunk, in constant memory. Only the time in which a chunk
 * is waited for counts, so a slow reader is no slow server.
 */
export class ResponseBody implements AsyncIterable<Buffer> {
	received = 0;

	private readonly idle = new WaitingTime(TICK_MS);

	private readonly waited = new WaitingTime(TICK_MS);

	private isOver = false;

	private isReading = false;

	private readonly iterator: AsyncIterator<Buffer | string>;

	private readonly begun: Buffer[] = [];

	private failure: BodyError | undefined;

	private interrupt: (reason: BodyError) => void = () => undefined;

	constructor(
		private readonly stream: ReadableStream,
		private readonly limits: BodyLimits,
	) {
		this.iterator = stream[Symbol.asyncIterator]();
		void this.runIdleTimer();
	}

	/** Reads ahead as far as it takes to tell a file's type; what was read is not lost to the iteration. */
	async peek(): Promise<Buffer> {
		while (this.received < PEEK_BYTES) {
			const chunk = await this.next();
			if (chunk === undefined) break;
			this.begun.push(chunk);
		}
		return Buffer.concat(this.begun);
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
		try {
			yield* this.begun.splice(0);
			for (let chunk = await this.next(); chunk !== undefined; chunk = await this.next()) yield chunk;
		} finally {
			this.close();
		}
	}

	/** The body, or what was made of it on the way, as a stream of Node's own kind, which n8n's binary store takes. */
	readable(chunks: AsyncIterable<Buffer> = this): ReadableStream {
		return createReadable(this.stream, chunks);
	}

	/** Ends the reading and frees the connection. */
	close(): void {
		this.isOver = true;
		if (!this.stream.destroyed) this.stream.destroy();
	}

	private async next(): Promise<Buffer | undefined> {
		const { done, value } = await this.step().catch((error: unknown) => {
			this.close();
			throw asBodyError(error);
		});
		if (done) {
			this.isOver = true;
			return undefined;
		}
		const chunk = Buffer.isBuffer(value) ? value : Buffer.from(value);
		this.received += chunk.length;
		if (this.received > this.limits.maxBytes) {
			this.close();
			throw new BodyTooLargeError(`it is larger than ${this.limits.maxBytes} bytes`);
		}
		return chunk;
	}

	/** Does not wait for the stream to notice its end: one that n8n has put around the answer may never do so. */
	private async step(): Promise<IteratorResult<Buffer | string, unknown>> {
		if (this.failure) throw this.failure;
		this.waited.tick(false);
		this.idle.reset();
		this.isReading = true;
		return await new Promise<IteratorResult<Buffer | string, unknown>>((resolve, reject) => {
			this.interrupt = reject;
			this.iterator.next().then(resolve, reject);
		}).finally(() => {
			this.waited.tick();
			this.isReading = false;
		});
	}

	private giveUp(reason: BodyError): void {
		this.failure = reason;
		this.interrupt(reason);
		this.close();
	}

	private async runIdleTimer(): Promise<void> {
		while (!this.isOver && (this.isReading || !this.stream.destroyed)) {
			await systemClock.sleep(TICK_MS);
			this.idle.tick(this.isReading);
			this.waited.tick(this.isReading);
			const problem = this.problem();
			if (problem && !this.isOver) this.giveUp(new BodyError(problem));
		}
	}

	private problem(): string | undefined {
		if (!this.isReading) return undefined;
		const { idleMs } = this.limits;
		const waitedMs = this.waited.elapsedMs;
		// A stream that has ended may take a while to close.
		if (this.stream.destroyed && !this.stream.readableEnded) return 'it ended early';
		if (this.idle.elapsedMs > idleMs) return 'it stalled';
		if (waitedMs > idleMs && this.received < waitedMs * MIN_BYTES_PER_MS) return 'it came too slowly';
		return undefined;
	}
}

function asBodyError(error: unknown): BodyError {
	if (error instanceof BodyError) return error;
	return new BodyError(error instanceof Error ? error.message : 'it ended early');
}
