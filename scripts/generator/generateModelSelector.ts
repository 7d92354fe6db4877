import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ModelStatus } from '../../nodes/Decart/types';
import type { CatalogOperation, CuratedModel } from './catalog';
import { describe } from './descriptions';

/** The model selector in parts, since n8n's linter would sort a list of five or more as a whole. */
export interface ModelSelector {
	readonly property: Omit<INodeProperties, 'options'>;
	/** The entries by status, and `custom` last; empty lists are left out. */
	readonly groups: readonly (readonly [ModelStatus | 'custom', readonly INodePropertyOptions[]])[];
}

const STATUSES: readonly ModelStatus[] = ['current', 'deprecated', 'retired'];

const CUSTOM: INodePropertyOptions = {
	name: 'Custom Model',
	value: 'custom',
	description: 'A model that is not in this list, by its ID',
};

/** The selector of an operation's models: current ones first, then deprecated, then retired, `custom` last. */
export function generateModelSelector(operation: CatalogOperation): ModelSelector {
	const groups = STATUSES.map((status) => {
		const models = operation.models.filter((model) => model.status === status);
		return [status, models.map((model) => createOption(model, operation.models))] as const;
	});
	return {
		property: {
			displayName: 'Model',
			name: 'model',
			type: 'options',
			noDataExpression: true,
			default: operation.defaultModel.id,
			description: 'The model that does the work. It decides the price.',
		},
		groups: [...groups.filter(([, options]) => options.length > 0), ['custom', [CUSTOM]]],
	};
}

function createOption(model: CuratedModel, models: readonly CuratedModel[]): INodePropertyOptions {
	const replacement = models.find(({ id }) => id === model.replacement)?.label ?? model.replacement;
	const description = describe(model.help, ...statusSentences(model.status, replacement));
	return { name: model.label, value: model.id, ...(description !== '' && { description }) };
}

function statusSentences(status: ModelStatus, replacement: string | undefined): string[] {
	switch (status) {
		case 'current':
			return [];
		case 'deprecated':
			return replacement
				? [`An older name of ${replacement}`, `Choose ${replacement} in new workflows`]
				: ['An older name that may stop working'];
		case 'retired':
			return [
				'No longer served by Decart, and kept for older workflows and for hosts that still serve it',
				...(replacement ? [`Choose ${replacement} in new workflows`] : []),
			];
	}
}
