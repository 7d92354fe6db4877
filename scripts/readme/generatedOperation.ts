import type { Field, GeneratedOperation, Model } from '../../nodes/Decart/types';
import { code, list } from './markdown';

/** What the operation takes: required fields bold, and for which models a field is where not for all. */
export function generatedInputs(operation: GeneratedOperation): string {
	const { models } = operation;
	const fields = [...new Map(models.flatMap((model) => model.fields.map((field) => [field.name, field])))];
	const shown = fields.map(([, field]) => showField(field, models));
	return [shown.join(', '), ...describeFieldCombinations(models)].join('. ');
}

function showField(field: Field, models: readonly Model[]): string {
	const takers = models.filter((model) => model.fields.some(({ name }) => name === field.name));
	const isRequired = takers.every((model) =>
		model.fields.some(({ name, required }) => name === field.name && required),
	);
	const label = isRequired ? `**${field.label}**` : field.label;
	const kind = field.kind === 'file' ? ['file'] : [];
	const notes = [...kind, ...(takers.length < models.length ? [restriction(takers, models)] : [])];
	return notes.length > 0 ? `${label} (${notes.join(', ')})` : label;
}

function restriction(takers: readonly Model[], models: readonly Model[]): string {
	const others = models.filter((model) => !takers.includes(model));
	const ids = (some: readonly Model[]) => list(some.map(({ id }) => code(id)));
	return takers.length <= others.length ? `${ids(takers)} only` : `not ${ids(others)}`;
}

/** Ways of filling a request in that exclude each other: `Either Prompt or Style Image`. */
function describeFieldCombinations(models: readonly Model[]): string[] {
	const model = models.find(({ fieldCombinations }) => fieldCombinations !== undefined);
	if (!model?.fieldCombinations) return [];
	const findLabel = (name: string) => model.fields.find((field) => field.name === name)?.label ?? name;
	const ways = model.fieldCombinations.map(({ requires }) => list(requires.map(findLabel)));
	return [`Either ${list(ways, 'or')}, never both`];
}
