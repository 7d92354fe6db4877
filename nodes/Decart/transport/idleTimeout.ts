import { sleep, type IN8nHttpFullResponse } from 'n8n-workflow';
import type { ReadableStream } from '../types';
import type { ApiResponse } from './response';

/** How long an exchange may take to come to an answer. */
export interface Patience {
	/** Milliseconds in which neither the upload gets on nor an answer comes. */
	readonly timeoutMs: number;
	/** How much of the upload has been handed over; it changes while that gets on. */
	readonly progress?: (() => number) | undefined;
}

const WATCH_MS = 200;

/**
 * Runs one exchange through n8n's request helper, which is to answer with a stream and the full response.
 *
 * The exchange has a signal of its own, since aborting that is the one way to free a connection in every version
 * of n8n: newer ones hand on the body in a stream of their own, whose end does not reach the connection while
 * the server is silent, and in older ones a request that has timed out keeps its connection. So time is kept
 * here too, and n8n's own timeout is to be 0.
 *
 * @param execution the signal of the execution, which ends the exchange too
 * @throws n8n's error when there is no answer, and an error that says so when none came in time
 */
export async function withIdleTimeout(
	execution: AbortSignal | undefined,
	patience: Patience,
	send: (signal: AbortSignal) => Promise<IN8nHttpFullResponse>,
): Promise<ApiResponse> {
	const controller = new AbortController();
	const abort = () => controller.abort();
	execution?.addEventListener('abort', abort);
	const end = () => {
		execution?.removeEventListener('abort', abort);
		abort();
	};
	const watch = watchOver(patience, abort);
	const answer = await send(controller.signal)
		.catch((error: unknown) => {
			end();
			throw watch.hasTimedOut() ? noAnswer(patience) : error;
		})
		.finally(() => watch.stop());
	const stream = answer.body as unknown as ReadableStream;
	return {
		status: answer.statusCode,
		headers: answer.headers as ApiResponse['headers'],
		stream,
		release() {
			end();
			stream.destroy();
		},
	};
}

function noAnswer({ timeoutMs }: Patience): Error {
	return new Error(`no answer came within ${timeoutMs / 1000} s`);
}

interface Watch {
	stop(): void;
	hasTimedOut(): boolean;
}

function watchOver({ timeoutMs, progress = () => 0 }: Patience, giveUp: () => void): Watch {
	let isOver = false;
	let hasTimedOut = false;
	const watch = async () => {
		let reached = progress();
		let since = Date.now();
		while (!isOver) {
			await sleep(Math.min(WATCH_MS, timeoutMs));
			if (progress() !== reached) {
				reached = progress();
				since = Date.now();
			}
			if (isOver || Date.now() - since < timeoutMs) continue;
			hasTimedOut = true;
			giveUp();
			return;
		}
	};
	void watch();
	return {
		stop: () => {
			isOver = true;
		},
		hasTimedOut: () => hasTimedOut,
	};
}
