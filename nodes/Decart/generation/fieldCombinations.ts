import { fieldProblem, type Problem } from '../operation/invalidInput';
import type { FieldCombination, Field, Model } from '../types';

type Values<V> = readonly (readonly [name: string, value: V])[];

/**
 * Checks the ways in which a model may be asked, as `lucy-restyle-2` takes a prompt or a reference image,
 * never both and never neither. An empty optional text counts as not given.
 *
 * @returns the values that may be sent, and what is wrong
 */
export function checkFieldCombination<V>(
	{ fieldCombinations, fields }: Model,
	values: Values<V>,
): { values: Values<V>; problems: Problem[] } {
	const given = withoutMeaninglessText(values);
	const names = given.map(([name]) => name);
	if (!fieldCombinations || fieldCombinations.some((combination) => holds(combination, names)))
		return { values: given, problems: [] };
	const wanted = findFields(
		fields,
		fieldCombinations.flatMap(({ requires }) => requires),
	);
	const chosen = fieldCombinations.filter(({ requires }) => requires.every((name) => names.includes(name)));
	if (chosen.length === 0) return { values: given, problems: [oneIsRequired(wanted)] };
	if (chosen.length > 1)
		return { values: given, problems: [fieldProblem(join(wanted, ' and '), 'cannot be used together')] };
	return { values: given, problems: findForbidden(chosen, fields, names) };
}

function findForbidden(
	[chosen]: readonly FieldCombination[],
	fields: readonly Field[],
	given: readonly string[],
): Problem[] {
	const { requires = [], forbids = [] } = chosen ?? {};
	const other = join(findFields(fields, requires), ' and ');
	return findFields(
		fields,
		forbids.filter((name) => given.includes(name)),
	).map(({ name, label }) => ({
		...fieldProblem({ name, label }, `cannot be used together with ${other.name}`),
		inEditor: `${label} cannot be used together with ${other.label}`,
	}));
}

function oneIsRequired(fields: readonly Field[]): Problem {
	return {
		...fieldProblem(join(fields, ' or '), 'is required'),
		inEditor: `Give ${fields.map(({ label }) => `a ${label}`).join(' or ')}`,
	};
}

function join(fields: readonly Field[], word: string): Pick<Field, 'name' | 'label'> {
	return {
		name: fields.map(({ name }) => name).join(word),
		label: fields.map(({ label }) => label).join(word),
	};
}

function findFields(fields: readonly Field[], names: readonly string[]): Field[] {
	return fields.filter(({ name }) => names.includes(name));
}

function holds({ requires, forbids }: FieldCombination, names: readonly string[]): boolean {
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
