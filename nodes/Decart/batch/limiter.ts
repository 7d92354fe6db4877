import { abortableSleep } from '../transport/cancellation';
import { DecartError } from '../transport/errors';
import type { Limiter } from '../transport/request';

const WAIT_MS = 20;
/** How much slower the pace rises where it was refused last: one more request in so many rounds. */
const CAUTION = 10;

/**
 * Slows all requests of an execution down together when Decart asks for it, and speeds up again: additive
 * increase, multiplicative decrease, as TCP does. A refusal halves the number of requests under way, once a
 * round however many are refused in it; each answer in full raises it by a share of one, a smaller one around
 * the number that was refused last. Who was refused lets those go first who were not, so that the retries of
 * no request are used up by bad luck.
 *
 * @param most how many requests may be under way at the best of times
 */
export function createLimiter(most: number): Limiter {
	let limit = most;
	let refusedAt = Infinity;
	let underWay = 0;
	let heldUntil = 0;
	let rounds = 0;
	let acceptedInRound = 0;
	const waiting = new Set<{ readonly retries: number }>();

	const mayGo = (retries: number) =>
		underWay < Math.floor(limit) &&
		Date.now() >= heldUntil &&
		[...waiting].every((other) => other.retries >= retries);

	const raise = () => {
		acceptedInRound += 1;
		const patience = Math.abs(limit - refusedAt) <= 1 ? CAUTION : 1;
		limit = Math.min(most, limit + 1 / (limit * patience));
	};

	const lower = () => {
		// Where nothing at all was accepted it is not the number that was too high.
		if (acceptedInRound > 0) refusedAt = Math.floor(limit);
		limit = Math.max(1, limit / 2);
		acceptedInRound = 0;
		rounds += 1;
	};

	return {
		async acquire(signal, { retries, deadline = Infinity }) {
			const me = { retries };
			waiting.add(me);
			try {
				while (!mayGo(retries)) {
					if (Math.max(Date.now(), heldUntil) > deadline) throw tooLate();
					await abortableSleep(Math.max(WAIT_MS, heldUntil - Date.now()), signal);
				}
				underWay += 1;
			} finally {
				waiting.delete(me);
			}
			const round = rounds;
			return (outcome) => {
				underWay -= 1;
				if (outcome === 'accepted') raise();
				// Whoever was sent before the limit sank is refused for the same reason.
				if (outcome === 'throttled' && round === rounds) lower();
			};
		},
		delay(delayMs) {
			heldUntil = Math.max(heldUntil, Date.now() + delayMs);
		},
	};
}

function tooLate(): DecartError {
	return new DecartError('RATE_LIMITED', 'Decart asks for a longer pause than there is time left');
}
