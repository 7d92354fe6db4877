const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

/** What the delay before a retry depends on. */
export interface BackoffState {
	/** How many times the request has been repeated already. */
	readonly retries: number;
	/** Whether the server has said that it is busy. */
	readonly isBusy: boolean;
	/** A random number from 0 to 1, for the jitter. */
	readonly random: number;
}

/**
 * Exponential backoff with full jitter: anything up to 0.5 s, 1 s, 2 s … 30 s, so that items do not retry in
 * step. A busy server is given twice as long, and at least half of it: it is not asked again at once.
 *
 * @returns milliseconds
 */
export function backoffDelay({ retries, isBusy, random }: BackoffState): number {
	const ceiling = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (isBusy ? retries + 1 : retries));
	return Math.round(isBusy ? ceiling * (0.5 + random / 2) : ceiling * random);
}
