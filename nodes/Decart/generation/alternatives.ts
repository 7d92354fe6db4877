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

/** The fields either of which gives an operation on a video something to do. */
const ASKS_FOR = ['prompt', 'reference_image'];

/**
 * What to say where a video is to be edited and nothing tells how: the job would be charged and change nothing.
 *
 * @returns `undefined` where there is something to do
 */
export function findNothingToDo<V>({ operation, fields }: Model, values: Values<V>): string | undefined {
	const isMeant = ASKS_FOR.every((name) => fields.some((field) => field.name === name && !field.required));
	const isAsked = values.some(([name, value]) => ASKS_FOR.includes(name) && value !== '');
	if (!isMeant || isAsked) return undefined;
	const image = fields.find(({ name }) => name === 'reference_image')?.label ?? 'Reference Image';
	if (operation === 'tryOn') return `Give a ${image}, describe the garment in the Prompt, or both`;
	return operation === 'edit' ? `Give a Prompt, a ${image}, or both` : undefined;
}

/**
 * An empty prompt is a statement where the video alone is to speak, so it is sent; beside a reference image
 * it is only a field that was left empty.
 */
function withoutMeaninglessText<V>(values: Values<V>): Values<V> {
	const hasReference = values.some(([name]) => name === 'reference_image');
	return hasReference ? values.filter(([, value]) => value !== '') : values;
}
