import { createLimiter } from '../../nodes/Decart/transport/limiter';
import { decideRetry } from '../../nodes/Decart/transport/retry';
import { seededRandom } from '../../sandbox/util/random';
import { createVirtualClock, type VirtualClock } from './virtualClock';

export const IMAGES = 100;
/** How long the server works on an image, in milliseconds. */
export const WORK_MS = 300;
/** What an image takes of n8n's only thread: so many turns of the event loop, each of so many milliseconds. */
const TURNS = 4;
const TURN_MS = 0.5;

export interface BatchOptions {
	/** Items at once. */
	readonly concurrency: number;
	/** So many requests at once are taken; the others are answered 429. */
	readonly capacity: number;
	/** In seconds, as the header is. */
	readonly retryAfter?: string | undefined;
	/** Decides all that is random. */
	readonly seed: number;
	/** The way to the server and back, in milliseconds. */
	readonly roundTripMs?: number;
	/** By what share of `WORK_MS` an image may take longer or less long. */
	readonly variation?: number;
}

export interface Batch {
	/** Share of the ideal: as many at once as both sides allow, and no time between them. */
	readonly share: number;
	readonly refused: number;
	readonly failed: number;
	/** How long the item that waited longest took, from its first request on. */
	readonly slowestMs: number;
}

/** Sends 100 images to a server that takes so many at once, in virtual time. */
export async function runBatch(options: BatchOptions): Promise<Batch> {
	const { concurrency, capacity, retryAfter } = options;
	const clock = createVirtualClock();
	const random = seededRandom(options.seed);
	const limiter = createLimiter(concurrency, clock);
	const server = createServer(clock, random, options);
	const thread = createThread(clock);
	let slowestMs = 0;
	let failed = 0;
	const send = async () => {
		const slot = await limiter.acquire(undefined);
		await thread.work(TURNS / 2);
		const isDone = await server.send();
		await thread.work(TURNS / 2);
		slot.release(isDone ? 'accepted' : 'throttled', retryAfter ? Number(retryAfter) * 1000 : 0);
		return isDone;
	};
	const makeImage = async () => {
		const startedAt = clock.now();
		let waitedMs = 0;
		for (let retries = 0; !(await send()); retries += 1) {
			const delayMs = backoff({ retries, waitedMs, retryAfter, random: random() });
			waitedMs += delayMs;
			await clock.sleep(delayMs);
		}
		slowestMs = Math.max(slowestMs, clock.now() - startedAt);
	};
	const images = Array.from({ length: IMAGES }, () => makeImage).values();
	const takeTurns = async () => {
		for (const start of images) await start().catch(() => (failed += 1));
	};
	await clock.run(Promise.all(Array.from({ length: concurrency }, takeTurns)));
	const idealMs = Math.ceil(IMAGES / Math.min(concurrency, capacity)) * WORK_MS;
	return { share: idealMs / clock.now(), refused: server.refused(), failed, slowestMs };
}

function backoff(state: {
	readonly retries: number;
	readonly waitedMs: number;
	readonly retryAfter: string | undefined;
	readonly random: number;
}): number {
	const reason = { text: '', isFromDecart: true };
	const failure = { kind: 'status', status: 429, reason, retryAfter: state.retryAfter } as const;
	const decision = decideRetry({ ...state, isIdempotent: false, failure, maxRetries: 3, now: 0 });
	if (decision.action !== 'retry') throw new Error('given up');
	return decision.delayMs;
}

/** One thread for all: what is ready in a turn of the event loop goes on together, once all of it is done. */
function createThread(clock: VirtualClock) {
	let ready: (() => void)[] = [];
	let isRunning = false;
	const run = async () => {
		isRunning = true;
		while (ready.length > 0) {
			// Whatever came at the same time goes along.
			await clock.sleep(0);
			const batch = ready;
			ready = [];
			await clock.sleep(batch.length * TURN_MS);
			for (const resume of batch) resume();
			await clock.sleep(0);
		}
		isRunning = false;
	};
	const nextTurn = async () =>
		await new Promise<void>((resolve) => {
			ready.push(resolve);
			if (!isRunning) void run();
		});
	return {
		async work(turns: number) {
			for (let turn = 0; turn < turns; turn += 1) await nextTurn();
		},
	};
}

/** Answers each request with whether it was taken. */
function createServer(
	clock: VirtualClock,
	random: () => number,
	{ capacity, roundTripMs = 5, variation = 0 }: BatchOptions,
) {
	let working = 0;
	let refused = 0;
	return {
		refused: () => refused,
		async send(): Promise<boolean> {
			await clock.sleep(roundTripMs / 2);
			const isTaken = working < capacity;
			if (isTaken) {
				working += 1;
				await clock.sleep(WORK_MS * (1 + variation * (2 * random() - 1)));
				working -= 1;
			} else {
				refused += 1;
			}
			await clock.sleep(roundTripMs / 2);
			return isTaken;
		},
	};
}
