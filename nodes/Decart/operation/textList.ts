import { isPlainValue } from './validate';

/**
 * Reads texts that are given as one, separated by commas, or as a list, from an expression.
 *
 * @param name the parameter's, with which a problem begins
 */
export function readTextList(name: string, raw: unknown): { value: string[] } | { problem: string } {
	const entries: unknown[] = typeof raw === 'string' ? raw.split(',') : [raw ?? []].flat();
	if (!entries.every(isPlainValue)) {
		return { problem: `${name} must be texts separated by commas, or a list of texts` };
	}
	return { value: entries.map((entry) => String(entry).trim()).filter(Boolean) };
}
