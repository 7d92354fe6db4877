import { pause } from '../transport/cancellation';
import { DecartError } from '../transport/errors';
import type { Pace } from '../transport/request';

const WAIT_MS = 20;

/**
 * Slows all requests of an execution down together when Decart asks for it, and speeds up again: additive
 * increase, multiplicative decrease, as TCP does. A refusal halves the number of requests under way, once a
 * round however many are refused in it; each answer in full raises it by a share of one.
 *
 * @param most how many requests may be under way at the best of times
 */
export function createPace(most: number): Pace {
	let limit = most;
	let underWay = 0;
	let heldUntil = 0;
	let loweredAt = 0;
	return {
		async enter(signal, deadline = Infinity) {
			while (underWay >= Math.floor(limit) || Date.now() < heldUntil) {
				if (Math.max(Date.now(), heldUntil) > deadline) throw tooLate();
				await pause(Math.max(WAIT_MS, heldUntil - Date.now()), signal);
			}
			underWay += 1;
		},
		leave(outcome) {
			underWay -= 1;
			if (outcome === 'accepted') limit = Math.min(most, limit + 1 / limit);
			if (outcome === 'throttled' && Date.now() >= loweredAt) {
				limit = Math.max(1, limit / 2);
				// Whoever is refused in the same round was sent before the limit sank.
				loweredAt = Date.now() + WAIT_MS;
			}
		},
		hold(delayMs) {
			heldUntil = Math.max(heldUntil, Date.now() + delayMs);
			loweredAt = Math.max(loweredAt, heldUntil);
		},
	};
}

function tooLate(): DecartError {
	return new DecartError('RATE_LIMITED', 'Decart asks for a longer pause than there is time left');
}
