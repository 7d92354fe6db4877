import type { IDataObject } from 'n8n-workflow';

/** Values that most results have in common, by field. */
export type SharedFields = Record<string, IDataObject[string]>;

/** A record without the values that it shares; the names of those stand in `shared`. */
export interface CompactRecord {
	readonly own: IDataObject;
	/** Absent where all shared fields are meant. */
	readonly without?: string[];
	/** Nothing was shared yet: what later records share is not of this one. */
	readonly isWhole?: true;
}

/**
 * Leaves out what the first record has already said: thousands of results have the same model, type and field
 * names, and all of them are saved with the execution.
 */
export function compact(record: IDataObject, shared: SharedFields): CompactRecord {
	if (Object.keys(shared).length === 0) Object.assign(shared, shortValues(record));
	if (Object.keys(shared).length === 0) return { own: record, isWhole: true };
	const own = Object.fromEntries(
		Object.entries(record).filter(([name, value]) => !isEqual(value, shared[name])),
	);
	const without = Object.keys(shared).filter((name) => !(name in record));
	return { own, ...(without.length > 0 && { without }) };
}

/** The record that `compact` was given; its fields may be in another order. */
export function expand({ own, without = [], isWhole }: CompactRecord, shared: SharedFields): IDataObject {
	if (isWhole) return own;
	const inherited = Object.entries(shared).filter(([name]) => !without.includes(name));
	return { ...Object.fromEntries(inherited), ...own };
}

/** A long value is no field that others share: in memory mode it is the file itself. */
const LONGEST_SHARED = 200;

function shortValues(record: IDataObject): IDataObject {
	const isShort = ([, value]: [string, unknown]) => (JSON.stringify(value)?.length ?? 0) <= LONGEST_SHARED;
	return Object.fromEntries(Object.entries(record).filter(isShort));
}

function isEqual(value: unknown, other: unknown): boolean {
	return value === other || (other !== undefined && JSON.stringify(value) === JSON.stringify(other));
}
