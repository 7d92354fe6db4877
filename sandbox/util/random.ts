import { createHash } from 'node:crypto';

/** SHA-256 over any JSON values: the one source of everything that must look arbitrary and yet be repeatable. */
export function digest(...values: readonly unknown[]): Buffer {
	return createHash('sha256').update(JSON.stringify(values)).digest();
}

/**
 * A small generator of numbers in [0, 1), the same for the same seed (mulberry32). Good enough to decide
 * which request gets a fault; not for secrets.
 */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
	};
}

/** Ids that differ from each other and are the same on every run with the same seed. */
export function idMaker(seed: number): (prefix: string) => string {
	let count = 0;
	return (prefix) => {
		count += 1;
		return prefix + digest(seed, prefix, count).toString('hex').slice(0, 24);
	};
}
