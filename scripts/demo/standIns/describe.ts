import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** What n8n's engine needs to know of a node: its connections and its parameters. */
export function describeNode(
	name: string,
	{
		inputs = ['main'],
		outputs = ['main'],
		properties = [],
	}: {
		inputs?: INodeTypeDescription['inputs'];
		outputs?: INodeTypeDescription['outputs'];
		properties?: INodeProperties[];
	},
): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: [1, 1.1, 2, 2.2],
		description: '',
		defaults: { name },
		inputs,
		outputs,
		properties,
	};
}

/** A parameter; the engine hands a node only those that it declares. */
export function parameter(
	name: string,
	preset: INodeProperties['default'],
	type: INodeProperties['type'] = 'string',
): INodeProperties {
	return { displayName: name, name, type, default: preset };
}
