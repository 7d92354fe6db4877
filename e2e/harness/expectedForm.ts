import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { Decart } from '../../nodes/Decart/Decart.node';
import type { FormState } from './form';

const { description } = new Decart();
const { properties } = description;

/** A resource and one of its operations. */
export interface Choice {
	readonly resource: string;
	readonly operation: string;
	readonly labels: { readonly resource: string; readonly operation: string };
}

/** Every resource with every operation, as they are listed. */
export function listChoices(): Choice[] {
	return listEntries(properties.find(({ name }) => name === 'resource')).flatMap((resource) => {
		const operations = properties.find(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
		);
		return listEntries(operations).map((operation) => ({
			resource: resource.value,
			operation: operation.value,
			labels: { resource: resource.name, operation: operation.name },
		}));
	});
}

/** Says by n8n's own functions what the form of a new node shows, in which nothing else was ever chosen. */
export function expectForm({ resource, operation }: Choice): FormState {
	const node = nodeWith({ resource, operation });
	node.parameters =
		NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, description) ?? {};
	const shown = properties.filter(
		(property) =>
			NodeHelpers.displayParameter(node.parameters, property, node, description) &&
			!['notice', 'collection'].includes(property.type),
	);
	const lists = shown.filter(({ type }) => type === 'options');
	const red = shown.filter((property) => {
		const { parameters } = NodeHelpers.getParameterIssues(
			property,
			node.parameters,
			'',
			node,
			description,
		);
		return parameters !== undefined;
	});
	return {
		fields: shown.map(({ name }) => name),
		chosen: Object.fromEntries(
			lists.map((list) => [list.name, findLabel(list, node.parameters[list.name])]),
		),
		red: red.map(({ name }) => name),
	};
}

function nodeWith(parameters: INodeParameters): INode {
	const { defaultVersion: typeVersion = 1 } = description;
	return { id: '', name: 'Decart', type: 'decart', typeVersion, position: [0, 0], parameters };
}

function listEntries(list: INodeProperties | undefined): { name: string; value: string }[] {
	return (list?.options ?? []).flatMap((entry) =>
		'value' in entry ? [{ name: entry.name, value: String(entry.value) }] : [],
	);
}

function findLabel(list: INodeProperties, value: unknown): string {
	return listEntries(list).find((entry) => entry.value === value)?.name ?? `no label for ${String(value)}`;
}
