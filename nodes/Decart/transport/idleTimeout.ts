import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { ReadableStream } from '../types';
import { systemClock, WaitingTime } from './clock';
import type { ApiResponse } from './response';

/** How long a request may take to be answered. */
export interface IdleLimits {
	/** Milliseconds in which neither the upload gets on nor an answer comes. */
	readonly timeoutMs: number;
	/** How many bytes of the upload have been sent; the count grows while the upload goes on. */
	readonly progress?: (() => number) | undefined;
}

const TICK_MS = 200;

/**
 * Sends one request through n8n's request helper, which is to answer with a stream and the full response.
 *
 * The request has a signal of its own, since aborting that is the one way to free a connection in every version
 * of n8n: newer ones hand on the body in a stream of their own, whose end does not reach the connection while
 * the server is silent, and in older ones a request that has timed out keeps its connection. So time is kept
 * here too, and n8n's own timeout is to be 0.
 *
 * @param execution the signal of the execution, which ends the request too
 * @throws n8n's error when there is no answer, and an error that says so when none came in time
 */
export async function withIdleTimeout(
	execution: AbortSignal | undefined,
	limits: IdleLimits,
	send: (signal: AbortSignal) => Promise<IN8nHttpFullResponse>,
): Promise<ApiResponse> {
	const controller = new AbortController();
	const abort = () => controller.abort();
	execution?.addEventListener('abort', abort);
	const end = () => {
		execution?.removeEventListener('abort', abort);
		abort();
	};
	const timer = startIdleTimer(limits, abort);
	const answer = await send(controller.signal)
		.catch((error: unknown) => {
			end();
			throw timer.hasTimedOut() ? noAnswer(limits) : error;
		})
		.finally(() => timer.stop());
	const stream = answer.body as unknown as ReadableStream;
	return {
		status: answer.statusCode,
		headers: answer.headers as ApiResponse['headers'],
		stream,
		release() {
			// A body that was read to its end has freed its connection already, and an abort costs an error's stack.
			if (stream.readableEnded) return execution?.removeEventListener('abort', abort);
			end();
			stream.destroy();
		},
	};
}

function noAnswer({ timeoutMs }: IdleLimits): Error {
	return new Error(`no answer came within ${timeoutMs / 1000} s`);
}

interface IdleTimer {
	stop(): void;
	hasTimedOut(): boolean;
}

function startIdleTimer({ timeoutMs, progress = () => 0 }: IdleLimits, onTimeout: () => void): IdleTimer {
	const tickMs = Math.min(TICK_MS, timeoutMs);
	let isOver = false;
	let hasTimedOut = false;
	const run = async () => {
		const idle = new WaitingTime(tickMs);
		let reached = progress();
		while (!isOver) {
			await systemClock.sleep(tickMs);
			idle.tick();
			if (progress() !== reached) {
				reached = progress();
				idle.reset();
			}
			if (isOver || idle.elapsedMs < timeoutMs) continue;
			hasTimedOut = true;
			onTimeout();
			return;
		}
	};
	void run();
	return {
		stop: () => {
			isOver = true;
		},
		hasTimedOut: () => hasTimedOut,
	};
}
