import { isPlainValue } from './validate';

/**
 * Reads texts that are given as one, separated by commas, or as a list, from an expression.
 */
export function readTextList(raw: unknown): { value: string[] } | { problem: string } {
	const entries: unknown[] = typeof raw === 'string' ? raw.split(',') : [raw ?? []].flat();
	if (!entries.every(isPlainValue)) {
		return { problem: 'must be texts separated by commas, or a list of texts' };
	}
	return { value: entries.map((entry) => String(entry).trim()).filter(Boolean) };
}
