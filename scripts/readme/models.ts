import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { GeneratedOperation, Model, ModelStatus } from '../../nodes/Decart/types';
import { code, table } from './markdown';
import { operationTitle } from './operations';

/** The current models, the default of each operation bold. */
export function currentModelsTable(): string {
	return modelsTable(['current']);
}

/** The deprecated names, then the retired models. */
export function olderModelsTable(): string {
	return modelsTable(['deprecated', 'retired']);
}

function modelsTable(statuses: readonly ModelStatus[]): string {
	const rows = statuses.flatMap((status) =>
		GENERATED_OPERATIONS.flatMap((operation) => createRows(operation, status)),
	);
	return table(['Model', 'Operation', 'What it is for'], rows);
}

function createRows(operation: GeneratedOperation, status: ModelStatus): string[][] {
	const isDefault = ({ id }: Model) => id === operation.defaultModel && status === 'current';
	return operation.models
		.filter((model) => model.status === status)
		.map((model) => [
			isDefault(model) ? `**${code(model.id)}**` : code(model.id),
			operationTitle(operation),
			purpose(operation, model),
		]);
}

/** What the model's entry in the editor's list says about it. */
function purpose({ model: selector }: GeneratedOperation, { id }: Model): string {
	const entry = selector.options?.find((option) => 'value' in option && option.value === id);
	return entry && 'description' in entry ? (entry.description ?? '') : '';
}
