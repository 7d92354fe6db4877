import type { INodeProperties } from 'n8n-workflow';
import type { Model } from '../../nodes/Decart/types';
import type { CatalogOperation } from './catalog';
import { generateFieldParameters } from './generateFieldParameters';
import type { Conditions, Parameter } from './parameter';

/** An operation's parameters: those at the top of the node, and those under Options. */
export interface Properties {
	readonly fields: readonly INodeProperties[];
	readonly options: readonly INodeProperties[];
}

interface Shared extends Parameter {
	readonly models: readonly string[];
}

/**
 * The parameters of an operation. What is the same in several models is one parameter; otherwise each is shown for
 * its own models only. Inside the collection `options` an outer parameter is named with a leading slash.
 */
export function generateOperationParameters(operation: CatalogOperation, custom: Model): Properties {
	const parameters = [...operation.models, custom].flatMap((model) =>
		generateFieldParameters(model, operation.about).map((parameter) => ({
			...parameter,
			models: [model.id],
		})),
	);
	const ordered = share(parameters).sort(
		(a, b) => operation.fieldNames.indexOf(a.field) - operation.fieldNames.indexOf(b.field),
	);
	const everywhere = operation.models.length + 1;
	const conditions = ({ when, models }: Shared) =>
		models.length === everywhere ? when : { ...when, model: models };
	return {
		fields: ordered
			.filter(({ central }) => central)
			.map((shared) => shown(shared.property, conditions(shared))),
		options: ordered
			.filter(({ central }) => !central)
			.map((shared) => shown(shared.property, fromInside(conditions(shared)))),
	};
}

/** Joins parameters that differ in nothing but the model. */
function share(parameters: readonly Shared[]): Shared[] {
	const shared = new Map<string, Shared>();
	for (const parameter of parameters) {
		const { field, property, when, central } = parameter;
		const key = JSON.stringify([field, property, when, central]);
		const models = [...(shared.get(key)?.models ?? []), ...parameter.models];
		shared.set(key, { ...parameter, models });
	}
	return [...shared.values()];
}

function fromInside(conditions: Conditions): Conditions {
	return Object.fromEntries(Object.entries(conditions).map(([name, values]) => [`/${name}`, values]));
}

function shown(property: INodeProperties, conditions: Conditions): INodeProperties {
	if (Object.keys(conditions).length === 0) return property;
	const show = Object.fromEntries(Object.entries(conditions).map(([name, values]) => [name, [...values]]));
	return { ...property, displayOptions: { show } };
}
