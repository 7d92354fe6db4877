import type { INode, INodeParameters, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { DECART } from './index';

/** A node of a workflow; ours with its credential. */
export function createNode(name: string, type: string, parameters: INodeParameters): INode {
	const credentials = { ...(type === DECART && { decartApi: { id: '1', name: 'Decart' } }) };
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters, credentials };
}

/** The type of a node that begins a workflow and does what it is given. */
export function createInputType(execute: NonNullable<INodeType['execute']>): INodeType {
	const description = {
		displayName: 'Input',
		name: 'input',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Input' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	} as INodeTypeDescription;
	return { description, execute };
}
