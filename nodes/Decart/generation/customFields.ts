import { fieldProblem, type Problem } from '../operation/invalidInput';
import { isPlainValue, type PlainValue } from '../operation/validate';
import type { ItemParameters } from '../operation/itemParameters';

/** What the parameter is called in the editor. */
export const CUSTOM_FIELDS_LABEL = 'Extra Fields (JSON)';

const NO_OBJECT = fieldProblem(
	{ name: 'customFields', label: CUSTOM_FIELDS_LABEL },
	'must be a JSON object such as {"guidance": 7}',
);

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
): { values: Values; problems: Problem[] } {
	const raw = item.get('customFields') ?? '{}';
	const parsed = parse(raw);
	if (parsed === undefined) return { values: [], problems: [NO_OBJECT] };
	const values: Values = [];
	const problems: Problem[] = [];
	for (const [name, value] of Object.entries(parsed)) {
		if (value === null) continue;
		if (!isPlainValue(value)) problems.push(entryProblem(name, 'must be text, a number, true or false'));
		else if (given.some(([taken]) => taken === name))
			problems.push(entryProblem(name, 'is already given by a field of this node'));
		else values.push([name, value]);
	}
	return { values, problems };
}

function entryProblem(name: string, text: string): Problem {
	return {
		...fieldProblem({ name: `customFields.${name}`, label: CUSTOM_FIELDS_LABEL }, text),
		inEditor: `${CUSTOM_FIELDS_LABEL}: "${name}" ${text}`,
	};
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
