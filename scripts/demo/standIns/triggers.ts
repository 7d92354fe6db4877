import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { describeNode } from './describe';

/** `n8n-nodes-base.manualTrigger`: begins the workflow with one empty item. */
export const manualTrigger: INodeType = {
	description: describeNode('manualTrigger', { inputs: [] }),
	async execute(this: IExecuteFunctions) {
		return await Promise.resolve([[{ json: {} }]]);
	},
};

/** `n8n-nodes-base.stickyNote`: a note for people, which never runs. */
export const stickyNote: INodeType = {
	description: describeNode('stickyNote', { inputs: [], outputs: [] }),
};
