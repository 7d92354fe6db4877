/** How two documents differ at one place. `added` is what only ours has, `removed` what only theirs has. */
export interface Difference {
	readonly kind: 'added' | 'removed' | 'changed';
	/** The way to the place, from the outside in. */
	readonly at: readonly string[];
	readonly detail?: string;
}

/** A difference on one line: `changed POST /v1/files > body > … > maximum: theirs 10, ours 5`. */
export function line({ kind, at, detail }: Difference): string {
	return `${kind.padEnd(7)} ${at.join(' > ')}${detail === undefined ? '' : `: ${detail}`}`;
}

export const added = (at: readonly string[], detail?: string): Difference => ({ kind: 'added', at, detail });

export const removed = (at: readonly string[]): Difference => ({ kind: 'removed', at });

export const changed = (at: readonly string[], theirs: unknown, ours: unknown): Difference => ({
	kind: 'changed',
	at,
	detail: `theirs ${shown(theirs)}, ours ${shown(ours)}`,
});

/** A value as it is written in JSON, and `nothing` for an absent one. */
export function shown(value: unknown): string {
	return value === undefined ? 'nothing' : JSON.stringify(value);
}

/**
 * Compares two tables by key: what is in one of them only is added or removed, what is in both goes to `compare`.
 */
export function diffTables<Value>(
	theirs: Readonly<Record<string, Value>>,
	ours: Readonly<Record<string, Value>>,
	at: (key: string) => readonly string[],
	compare: (theirs: Value, ours: Value, at: readonly string[]) => readonly Difference[],
): Difference[] {
	const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].sort();
	return keys.flatMap((key) => {
		const [a, b] = [theirs[key], ours[key]];
		if (a === undefined) return [added(at(key))];
		return b === undefined ? [removed(at(key))] : compare(a, b, at(key));
	});
}
