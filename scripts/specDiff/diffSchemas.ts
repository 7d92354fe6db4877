import type { Schema } from '../../openapi/document';
import { added, changed, diffTables, shown, type Difference } from './difference';
import { canonical, normalize, type NormalSchema } from './normalizeSchema';

/** Who writes the values that a schema describes: we in a request, the server in an answer. */
export type Direction = 'request' | 'answer';

/** Keywords that are compared part by part rather than as a whole. */
const BY_PART = ['properties', 'required', 'items', 'additionalProperties', 'enum', 'nullable'];

/**
 * Compares two schemas by what they accept. A schema of theirs that accepts anything agrees with every one of ours.
 */
export function diffSchemas(
	theirs: Schema,
	ours: Schema,
	at: readonly string[],
	direction: Direction,
): readonly Difference[] {
	return diffNormal(normalize(theirs), normalize(ours), at, direction);
}

function diffNormal(
	theirs: NormalSchema,
	ours: NormalSchema,
	at: readonly string[],
	direction: Direction,
): readonly Difference[] {
	if (Object.keys(theirs).length === 0) return [];
	const compare = (a: NormalSchema, b: NormalSchema, where: readonly string[]) =>
		diffNormal(a, b, where, direction);
	return [
		...diffTables(theirs.properties ?? {}, ours.properties ?? {}, (name) => [...at, name], compare),
		...diffRequired(theirs, ours, at, direction),
		...diffPart(theirs.items, ours.items, [...at, '[]'], compare),
		...diffPart(theirs.additionalProperties, ours.additionalProperties, [...at, '{}'], compare),
		...diffValues(theirs.enum, ours.enum, at),
		...diffNullable(theirs.nullable === true, ours.nullable === true, at),
		...diffKeywords(theirs, ours, at),
	];
}

/** A field that only we require makes a request of theirs wrong; in an answer it merely says more. */
function diffRequired(
	theirs: NormalSchema,
	ours: NormalSchema,
	at: readonly string[],
	direction: Direction,
): Difference[] {
	const names = [...new Set([...(theirs.required ?? []), ...(ours.required ?? [])])].sort();
	return names.flatMap((name) => {
		const [a, b] = [theirs, ours].map(({ required }) => required?.includes(name) ?? false);
		const isLost = name in (theirs.properties ?? {}) && !(name in (ours.properties ?? {}));
		const saysMore = direction === 'answer' && !(name in (theirs.properties ?? {}));
		return a === b || isLost || saysMore ? [] : [changed([...at, name, 'required'], a, b)];
	});
}

function diffPart(
	theirs: NormalSchema | undefined,
	ours: NormalSchema | undefined,
	at: readonly string[],
	compare: (theirs: NormalSchema, ours: NormalSchema, at: readonly string[]) => readonly Difference[],
): readonly Difference[] {
	if (theirs && ours) return compare(theirs, ours, at);
	if (ours) return [added(at, shown(ours))];
	return theirs && Object.keys(theirs).length > 0 ? [changed(at, theirs, undefined)] : [];
}

function diffValues(
	theirs: readonly unknown[] | undefined,
	ours: readonly unknown[] | undefined,
	at: readonly string[],
): Difference[] {
	if (canonical(theirs) === canonical(ours)) return [];
	const isConstant = [theirs, ours].every((values) => values === undefined || values.length === 1);
	const where = [...at, isConstant ? 'const' : 'enum'];
	const value = (values: readonly unknown[] | undefined) => (isConstant ? values?.[0] : values);
	return theirs === undefined
		? [added(where, shown(value(ours)))]
		: [changed(where, value(theirs), value(ours))];
}

function diffNullable(theirs: boolean, ours: boolean, at: readonly string[]): Difference[] {
	return theirs === ours ? [] : [changed([...at, 'nullable'], theirs, ours)];
}

function diffKeywords(theirs: NormalSchema, ours: NormalSchema, at: readonly string[]): Difference[] {
	const keywords = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].sort();
	return keywords
		.filter((keyword) => !BY_PART.includes(keyword))
		.filter((keyword) => canonical(theirs[keyword]) !== canonical(ours[keyword]))
		.map((keyword) => {
			const where = [...at, keyword];
			const isOurs = theirs[keyword] === undefined;
			return isOurs
				? added(where, shown(ours[keyword]))
				: changed(where, theirs[keyword], ours[keyword]);
		});
}
