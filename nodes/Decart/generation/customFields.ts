import { isPlainValue, type PlainValue } from '../operation/validate';
import type { ItemParameters } from '../operation/itemParameters';

type Values = [name: string, value: PlainValue][];

/**
 * Reads `customFields`: a JSON object of further text fields for a model that the catalog does not know.
 *
 * @param given the fields that the request has already
 * @returns the fields, or what is wrong with them
 */
export function readCustomFields(
	item: ItemParameters,
	given: readonly (readonly [name: string, value: unknown])[],
): { values: Values; problems: string[] } {
	const raw = item.get('customFields') ?? '{}';
	const parsed = parse(raw);
	if (parsed === undefined)
		return { values: [], problems: ['customFields must be a JSON object such as {"guidance": 7}'] };
	const values: Values = [];
	const problems: string[] = [];
	for (const [name, value] of Object.entries(parsed)) {
		if (value === null) continue;
		if (!isPlainValue(value)) problems.push(`customFields.${name} must be text, a number, true or false`);
		else if (given.some(([taken]) => taken === name))
			problems.push(`customFields.${name} is already given by a field of this node`);
		else values.push([name, value]);
	}
	return { values, problems };
}

function parse(raw: unknown): Record<string, unknown> | undefined {
	const value = typeof raw === 'string' ? parseText(raw) : raw;
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isObject ? (value as Record<string, unknown>) : undefined;
}

function parseText(text: string): unknown {
	if (text.trim() === '') return {};
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
