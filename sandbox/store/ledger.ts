import type { Sent } from '../http/send';
import type { Delivered, LedgerEntry } from '../types';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const ORDER: readonly Delivered[] = ['none', 'partial', 'full'];

/**
 * The account's bill: one entry for every generation that was accepted. Entries are made before the answer
 * is written, so whatever happens to the answer cannot change what is owed.
 */
export class Ledger {
	private readonly list: Mutable<LedgerEntry>[] = [];

	accept(entry: Omit<LedgerEntry, 'delivered'>): LedgerEntry {
		const made = { ...entry, delivered: 'none' as Delivered };
		this.list.push(made);
		return made;
	}

	/** Notes how much of a result went out. A later, lesser delivery takes nothing back. */
	recordDelivery(id: string, sent: Sent): void {
		const delivered: Delivered = sent.complete ? 'full' : sent.bytes > 0 ? 'partial' : 'none';
		const entry = this.list.find((candidate) => candidate.id === id);
		if (entry && ORDER.indexOf(delivered) > ORDER.indexOf(entry.delivered)) entry.delivered = delivered;
	}

	entries(): LedgerEntry[] {
		return this.list.map((entry) => ({ ...entry }));
	}

	clear(): void {
		this.list.length = 0;
	}
}
