import type { Alternative, Model } from '../types';

type Values<V> = readonly (readonly [name: string, value: V])[];

/**
 * Checks the ways in which a model may be asked, as `lucy-restyle-2` takes a prompt or a reference image,
 * never both and never neither. An empty optional text counts as not given.
 *
 * @returns the values that may be sent, and what is wrong, worded like a field's problem
 */
export function checkAlternatives<V>(
	{ alternatives, fields }: Model,
	values: Values<V>,
): { values: Values<V>; problems: string[] } {
	const given = withoutMeaninglessText(values);
	if (!alternatives) return { values: given, problems: [] };
	const names = given.map(([name]) => name);
	if (alternatives.some((alternative) => holds(alternative, names))) return { values: given, problems: [] };
	const [first = '', second = ''] = alternatives.map(({ requires }) => requires.join(' and '));
	const chosen = alternatives.filter(({ requires }) => requires.every((name) => names.includes(name)));
	if (chosen.length === 0) return { values: given, problems: [`${first} or ${second} is required`] };
	if (chosen.length > 1)
		return { values: given, problems: [`${first} and ${second} cannot be used together`] };
	const forbidden = fields.filter(({ name }) => chosen[0]?.forbids.includes(name) && names.includes(name));
	const problems = forbidden.map(
		({ name }) => `${name} cannot be used together with ${chosen[0]?.requires.join(' and ')}`,
	);
	return { values: given, problems };
}

function holds({ requires, forbids }: Alternative, names: readonly string[]): boolean {
	return requires.every((name) => names.includes(name)) && !forbids.some((name) => names.includes(name));
}

/**
 * An empty prompt is a statement where the video alone is to speak, so it is sent; beside a reference image
 * it is only a field that was left empty.
 */
function withoutMeaninglessText<V>(values: Values<V>): Values<V> {
	const hasReference = values.some(([name]) => name === 'reference_image');
	return hasReference ? values.filter(([, value]) => value !== '') : values;
}
