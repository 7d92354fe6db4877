import type { Clock } from '../util/clock';

/** What a key may do. */
export interface Grant {
	readonly kind: 'account' | 'client';
	/** The only models of a client key; `undefined` for all. */
	readonly models?: readonly string[];
}

/** The account's key and the short-lived ones that were minted from it. */
export class KeyStore {
	private readonly minted = new Map<string, { grant: Grant; expiresAt: number }>();

	constructor(
		private readonly accountKey: string,
		private readonly clock: Clock,
	) {}

	/** `undefined` for a key that is unknown or expired. */
	findGrant(key: string): Grant | undefined {
		if (key === this.accountKey) return { kind: 'account' };
		const minted = this.minted.get(key);
		return minted && minted.expiresAt > this.clock.now() ? minted.grant : undefined;
	}

	/** Registers a client key and gives the moment at which it stops working. */
	mint(key: string, seconds: number, models: readonly string[] | undefined): number {
		const expiresAt = this.clock.now() + seconds * 1000;
		this.minted.set(key, { grant: { kind: 'client', ...(models && { models }) }, expiresAt });
		return expiresAt;
	}

	clear(): void {
		this.minted.clear();
	}
}
