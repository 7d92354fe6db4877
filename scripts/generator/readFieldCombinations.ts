import type { FieldCombination } from '../../nodes/Decart/types';
import type { Schema, SchemaObject } from '../../openapi/document';
import { step, type WhereIs } from '../../openapi/references';

const KNOWN = ['required', 'properties', 'title', 'description'];

/**
 * Reads a request's `oneOf`: each branch may require fields and, with `properties: { name: false }`, forbid some.
 *
 * @throws when a branch says anything else; the message names the keyword and where it stands.
 */
export function readFieldCombinations(
	body: SchemaObject,
	whereIs: WhereIs,
): readonly FieldCombination[] | undefined {
	return body.oneOf?.map((branch, index) => {
		const pointer = step(whereIs(body, 'oneOf'), index);
		if (typeof branch === 'boolean') throw new Error(`${pointer}: a branch of oneOf has to list fields`);
		const unknown = Object.keys(branch).find((keyword) => !KNOWN.includes(keyword));
		if (unknown) throw new Error(`unknown schema keyword "${unknown}" at ${whereIs(branch, unknown)}`);
		return {
			requires: [...(branch.required ?? [])],
			forbids: forbidden(branch.properties ?? {}, pointer),
		};
	});
}

function forbidden(properties: Readonly<Record<string, Schema>>, pointer: string): string[] {
	return Object.entries(properties).map(([name, schema]) => {
		if (schema === false) return name;
		throw new Error(
			`${step(step(pointer, 'properties'), name)}: a branch of oneOf can only forbid a field (false)`,
		);
	});
}
