import { sleep } from 'n8n-workflow';
import type { ReadableStream } from '../types';

/** What the reading of a body is bound by. */
export interface BodyLimits {
	/** More bytes than this end the reading. */
	readonly maxBytes: number;
	/** Milliseconds without a byte that end it; a body slower than 1 kB/s ends as soon as it has taken this long. */
	readonly idleMs: number;
}

/** A body that stalled, was cut short or grew over its limit. */
export class BodyError extends Error {}

/** Reads the whole of a body into memory, which `maxBytes` therefore bounds. */
export async function readBytes(stream: ReadableStream, limits: BodyLimits): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of new Body(stream, limits)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** Reads a body as text as far as the limits and the connection allow: part of an error's reason is better than none. */
export async function readText(stream: ReadableStream, limits: BodyLimits): Promise<string> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of new Body(stream, limits)) chunks.push(chunk);
	} catch {
		// What came before the end is what there is to say.
	}
	return Buffer.concat(chunks).toString('utf8');
}

const WATCH_MS = 200;
const MIN_BYTES_PER_MS = 1;
/** As many of the first bytes are read ahead as tell what a file is. */
const PEEK_BYTES = 64;

/**
 * A streamed body, watched while it is read: it is counted, its beginning can be looked at first, and a stall
 * or a flood ends it with a `BodyError`. It is read once, chunk by chunk, in constant memory.
 */
export class Body implements AsyncIterable<Buffer> {
	received = 0;

	private lastByteAt = Date.now();

	private isOver = false;

	private isReading = false;

	private readonly iterator: AsyncIterator<Buffer | string>;

	private readonly begun: Buffer[] = [];

	private givenUp: BodyError | undefined;

	private interrupt: (reason: BodyError) => void = () => undefined;

	constructor(
		private readonly stream: ReadableStream,
		private readonly limits: BodyLimits,
	) {
		this.iterator = stream[Symbol.asyncIterator]();
		void this.watch();
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

	/**
	 * The body, or what was made of it on the way, as a stream of Node's own kind, which n8n's binary store
	 * takes. The class comes from the stream at hand: a verified package may not import it.
	 */
	readable(chunks: AsyncIterable<Buffer> = this): ReadableStream {
		const { from } = this.stream.constructor as unknown as {
			from(source: AsyncIterable<Buffer>, options: { objectMode: boolean }): ReadableStream;
		};
		return from(chunks, { objectMode: false });
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
		this.lastByteAt = Date.now();
		if (this.received > this.limits.maxBytes) {
			this.close();
			throw new BodyError(`it is larger than ${this.limits.maxBytes} bytes`);
		}
		return chunk;
	}

	/** Does not wait for the stream to notice its end: one that n8n has put around the answer may never do so. */
	private async step(): Promise<IteratorResult<Buffer | string, unknown>> {
		if (this.givenUp) throw this.givenUp;
		this.isReading = true;
		return await new Promise<IteratorResult<Buffer | string, unknown>>((resolve, reject) => {
			this.interrupt = reject;
			this.iterator.next().then(resolve, reject);
		}).finally(() => {
			this.isReading = false;
		});
	}

	private giveUp(reason: BodyError): void {
		this.givenUp = reason;
		this.interrupt(reason);
		this.close();
	}

	private async watch(): Promise<void> {
		const startedAt = Date.now();
		while (!this.isOver && (this.isReading || !this.stream.destroyed)) {
			await sleep(WATCH_MS);
			const problem = this.problem(Date.now() - startedAt);
			if (problem && !this.isOver) this.giveUp(new BodyError(problem));
		}
	}

	private problem(elapsed: number): string | undefined {
		const { idleMs } = this.limits;
		if (this.isReading && this.stream.destroyed) return 'it was cut short';
		if (Date.now() - this.lastByteAt > idleMs) return 'it stalled';
		if (elapsed > idleMs && this.received < elapsed * MIN_BYTES_PER_MS) return 'it came too slowly';
		return undefined;
	}
}

function asBodyError(error: unknown): BodyError {
	if (error instanceof BodyError) return error;
	return new BodyError(error instanceof Error ? error.message : 'it was cut short');
}
