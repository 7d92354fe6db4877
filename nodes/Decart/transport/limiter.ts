import { CANCEL_CHECK_MS, throwIfCanceled } from './cancellation';
import { systemClock, type Clock } from './clock';
import { DecartError } from './errors';

/** How many requests may be under way at once. */
export interface Limiter {
	/**
	 * Waits for a free slot: first come, first served.
	 *
	 * @param deadline the moment on the monotonic clock after which a slot is of no use; none when left out
	 * @throws DecartError `RATE_LIMITED` when there is none before the deadline, `CANCELLED`
	 */
	acquire(signal: AbortSignal | undefined, deadline?: number): Promise<Slot>;
}

/** A request's place among those under way. */
export interface Slot {
	/** Whether the request that ended last did not succeed: its item may be about to stop the run. */
	readonly isAfterFailure: boolean;
	/**
	 * Frees it, and says how the request ended. Called again, it does nothing.
	 *
	 * @param retryAfterMs how long a server that throttles asks to wait
	 */
	release(outcome: LimiterOutcome, retryAfterMs?: number): void;
}

/** `throttled` for 429 and 503. */
export type LimiterOutcome = 'accepted' | 'throttled' | 'other';

/** How many requests a run begins with: the rest follow as answers come. */
const INITIAL_LIMIT = 16;
/**
 * How far apart slots open, in milliseconds. Requests that are sent together are answered together, and then the
 * next ones wait until n8n's only thread has dealt with all the answers.
 */
const PACING_MS = 5;
/** How much slower the limit rises where it was throttled last: by one in so many rounds. */
const CAUTION = 10;

interface Waiter {
	readonly signal: AbortSignal | undefined;
	readonly deadline: number;
	readonly grant: () => void;
	readonly reject: (error: unknown) => void;
}

/**
 * Finds out how many requests a server takes at once, and keeps to it: first come, first served.
 *
 * It begins with sixteen and doubles with each round of answers, as TCP's slow start does. A request that is
 * throttled while others are under way shows how many the server takes: so many remain. The others go on, since
 * the server works on them; only the throttled one waits for its `Retry-After`. A request that is throttled
 * although the server took more before shows a limit of another kind, such as one for each minute: then
 * everybody waits for the `Retry-After`, and the number is halved. Answers raise it again, slowly where it was
 * throttled last.
 *
 * @param most how many requests may be under way at the best of times
 */
export function createLimiter(most: number, clock: Clock = systemClock): Limiter {
	let limit = Math.min(most, INITIAL_LIMIT);
	/** How many the server takes at once, as far as its answers show. */
	let proven = 0;
	let throttledAt = Infinity;
	let underWay = 0;
	/** How many slots are open: one that is freed is taken over at once, a further one opens after the pacing. */
	let open = 0;
	let opensAt = -Infinity;
	let isOpening = false;
	let heldUntil = -Infinity;
	/** Counts how often the limit was lowered. */
	let round = 0;
	/** Answers since then to what was sent since then. */
	let accepted = 0;
	/** What was under way then, without what was throttled of it since. */
	let taken = 0;
	/** No refusal of what was sent before lowers the limit further than this. */
	let lowest = 1;
	let isTicking = false;
	let hasFailedLast = false;
	const queue: Waiter[] = [];

	const mayGrant = () => queue.length > 0 && underWay < Math.floor(limit) && clock.now() >= heldUntil;

	const grantNext = () => {
		while (mayGrant() && (underWay < open || clock.now() >= opensAt)) {
			underWay += 1;
			if (underWay > open) opensAt = clock.now() + PACING_MS;
			open = Math.max(open, underWay);
			queue.shift()?.grant();
		}
		if (mayGrant()) void openNext();
	};

	const openNext = async () => {
		if (isOpening) return;
		isOpening = true;
		await clock.sleep(opensAt - clock.now());
		isOpening = false;
		grantNext();
	};

	/** An answer to what was sent before the limit was lowered says nothing about the new one. */
	const raise = (sentIn: number, level: number) => {
		if (sentIn !== round) return;
		accepted += 1;
		proven = Math.max(proven, level);
		if (queue.length === 0) return;
		const step = throttledAt === Infinity ? 1 : 1 / (limit * (limit >= throttledAt - 1 ? CAUTION : 1));
		limit = Math.min(most, limit + step);
	};

	const lower = (sentIn: number, level: number, retryAfterMs: number) => {
		const isFirst = sentIn === round;
		if (isFirst) {
			round += 1;
			// Where answers came before, what is under way now is less than what the server took.
			lowest = accepted > 0 ? Math.max(1, Math.floor(limit / 2)) : 1;
			accepted = 0;
			taken = underWay;
		} else {
			taken -= 1;
		}
		const isOtherKind = isFirst && (level < proven || underWay === 0);
		if (isOtherKind) {
			limit = Math.max(1, Math.floor(limit / 2));
			heldUntil = Math.max(heldUntil, clock.now() + retryAfterMs);
			proven = Math.floor(limit);
		} else {
			limit = Math.min(limit, Math.max(lowest, taken));
			throttledAt = Math.floor(limit) + 1;
			if (!isFirst || proven === 0) proven = Math.floor(limit);
		}
		open = underWay;
	};

	/** Ends the waiting of those that are canceled or late, and the hold. */
	const check = () => {
		for (const waiter of [...queue]) {
			const problem = problemWith(waiter, clock.now(), heldUntil);
			if (problem === undefined) continue;
			queue.splice(queue.indexOf(waiter), 1);
			waiter.reject(problem);
		}
		grantNext();
	};

	const tick = async () => {
		if (isTicking) return;
		isTicking = true;
		while (queue.length > 0) {
			const held = heldUntil - clock.now();
			await clock.sleep(held > 0 ? Math.min(CANCEL_CHECK_MS, held) : CANCEL_CHECK_MS);
			check();
		}
		isTicking = false;
	};

	const createSlot = (): Slot => {
		const sentIn = round;
		const level = underWay;
		let isFree = false;
		return {
			isAfterFailure: hasFailedLast,
			release(outcome: LimiterOutcome, retryAfterMs = 0) {
				if (isFree) return;
				isFree = true;
				underWay -= 1;
				hasFailedLast = outcome !== 'accepted';
				if (outcome === 'accepted') raise(sentIn, level);
				if (outcome === 'throttled') lower(sentIn, level, retryAfterMs);
				grantNext();
			},
		};
	};

	return {
		async acquire(signal, deadline = Infinity) {
			throwIfCanceled(signal);
			return await new Promise<Slot>((resolve, reject) => {
				queue.push({ signal, deadline, reject, grant: () => resolve(createSlot()) });
				check();
				void tick();
			});
		},
	};
}

function problemWith({ signal, deadline }: Waiter, now: number, heldUntil: number): DecartError | undefined {
	if (signal?.aborted) return new DecartError('CANCELLED', 'The execution was canceled');
	if (Math.max(now, heldUntil) <= deadline) return undefined;
	return new DecartError('RATE_LIMITED', 'Decart asks for a longer pause than there is time left');
}
