import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { parameters, subtitle } from './actions/description';

export class Decart implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Decart',
		name: 'decart',
		icon: { light: 'file:decart.svg', dark: 'file:decart.dark.svg' },
		group: ['transform'],
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle,
		description: 'Restyle and edit images and videos with Decart',
		defaults: { name: 'Decart' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'decartApi', required: true }],
		properties: parameters,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n loads every node that is installed when it starts, and most of them never run.
		const { executeNode } = await import('./actions/execution');
		return [await executeNode(this, parameters)];
	}
}
