import type { Model } from '../../nodes/Decart/types';
import type { CatalogOperation } from './catalog';
import { customModel } from './customModel';
import { generateModelSelector, type ModelSelector } from './generateModelSelector';
import { constantName } from './names';
import { generateOperationParameters } from './generateOperationParameters';
import { constant, Joined, Name } from './literals';

/** A file to be written, by its name in the folder. */
export interface SourceFile {
	readonly name: string;
	readonly text: string;
}

/** What every generated file begins with; files in the folder that do not are left alone. */
export const HEADER = `// Written by \`npm run generate\` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
`;

/** One file for each operation, and an index of them. */
export function printCatalog(operations: readonly CatalogOperation[]): SourceFile[] {
	return [...operations.map(printOperation), printIndex(operations)];
}

function printOperation(operation: CatalogOperation): SourceFile {
	const name = operationName(operation);
	const custom = customModel(operation.defaultModel);
	const selector = generateModelSelector(operation);
	const { fields, options } = generateOperationParameters(operation, custom);
	const forms = new FieldLists([...operation.models, custom]);
	const models = {
		resource: operation.resource,
		operation: operation.operation,
		defaultModel: operation.defaultModel.id,
		models: new Name('models'),
		custom: new Name('custom'),
	};
	const shown = { model: new Name('model'), fields: new Name('fields'), options: new Name('options') };
	const statements = [
		"import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';\n" +
			"import type { Field, GeneratedOperation, Model, OperationModels } from '../types';",
		...forms.constants,
		constant(
			'models',
			'readonly Model[]',
			operation.models.map((model) => printed(model, forms)),
		),
		constant('custom', 'Model', printed(custom, forms)),
		...printSelector(selector),
		constant('fields', 'readonly INodeProperties[]', fields),
		constant('options', 'readonly INodeProperties[]', options),
		'/** What a run reads. It stands by itself, so that the build leaves the rest out of what a run loads. */\n' +
			constant(modelsName(operation), 'OperationModels', models, true),
		constant(name, 'GeneratedOperation', { ...models, ...shown }, true),
	];
	return { name: `${name}.ts`, text: `${HEADER}${statements.join('\n\n')}\n` };
}

function printSelector({ property, groups }: ModelSelector): string[] {
	const listName = (group: string) => `${group}Models`;
	const options = new Joined(groups.map(([group]) => new Name(listName(group))));
	return [
		...groups.map(([group, entries]) =>
			constant(listName(group), 'readonly INodePropertyOptions[]', entries),
		),
		constant('model', 'INodeProperties', { ...property, options }),
	];
}

function printIndex(operations: readonly CatalogOperation[]): SourceFile {
	const names = operations.map(operationName);
	const statements = [
		[
			"import type { GeneratedOperation } from '../types';",
			...[...names].sort().map((name) => `import { ${name} } from './${name}';`),
		].join('\n'),
		'/** Every operation that makes something, in the order in which they are shown. */\n' +
			constant(
				'GENERATED_OPERATIONS',
				'readonly GeneratedOperation[]',
				names.map((name) => new Name(name)),
				true,
			),
		'/** The day on which the oldest of the prices was read. */\n' +
			`export const OLDEST_PRICE_DATE = ${JSON.stringify(oldestPriceDate(operations))};`,
	];
	return { name: 'index.ts', text: `${HEADER}${statements.join('\n\n')}\n` };
}

/** Lists of fields that several models have in common are written once. */
class FieldLists {
	private readonly names = new Map<string, string>();
	readonly constants: string[] = [];

	constructor(models: readonly Model[]) {
		for (const { id, fields } of models) {
			const key = JSON.stringify(fields);
			if (this.names.has(key)) continue;
			const name = this.unused(constantName(id, 'fields'));
			this.names.set(key, name);
			this.constants.push(constant(name, 'readonly Field[]', fields));
		}
	}

	/** Ids that differ in their punctuation only would share a name. */
	private unused(name: string): string {
		return [...this.names.values()].includes(name) ? this.unused(`${name}_`) : name;
	}

	nameFor(model: Model): Name {
		return new Name(this.names.get(JSON.stringify(model.fields)) ?? '[]');
	}
}

function printed(model: Model, forms: FieldLists): unknown {
	const { id, label, status, replacement, resource, operation, output, paths, price, fieldCombinations } =
		model;
	return {
		id,
		label,
		status,
		replacement,
		resource,
		operation,
		output,
		paths,
		fields: forms.nameFor(model),
		price,
		fieldCombinations,
	};
}

function oldestPriceDate(operations: readonly CatalogOperation[]): string {
	const dates = operations.flatMap(({ models }) => models.flatMap(({ price }) => price?.date ?? []));
	return dates.sort()[0] ?? '';
}

function modelsName({ resource, operation }: CatalogOperation): string {
	return constantName(resource, operation, 'models');
}

function operationName({ resource, operation }: CatalogOperation): string {
	return constantName(resource, operation);
}
