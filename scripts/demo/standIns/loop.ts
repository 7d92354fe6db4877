import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import type { DemoApi } from '../api';
import type { Narrator } from '../progress';
import { describeNode, parameter } from './describe';

const UNIT_SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600 };

/** `n8n-nodes-base.wait`: hands its items on after a while. */
export function wait(api: Pick<DemoApi, 'wait'>, narrator: Narrator): INodeType {
	return {
		description: describeNode('wait', {
			properties: [parameter('amount', 5, 'number'), parameter('unit', 'seconds')],
		}),
		async execute(this: IExecuteFunctions) {
			const unit = this.getNodeParameter('unit', 0) as string;
			const seconds = (this.getNodeParameter('amount', 0) as number) * (UNIT_SECONDS[unit] ?? 1);
			narrator.passed(seconds, await api.wait(seconds * 1000));
			return [this.getInputData()];
		},
	};
}

/** `n8n-nodes-base.if`: its conditions are judged by n8n's own filter. */
export const ifNode: INodeType = {
	description: describeNode('if', {
		outputs: ['main', 'main'],
		properties: [{ ...parameter('conditions', {}, 'filter'), typeOptions: { filter: { version: 2 } } }],
	}),
	async execute(this: IExecuteFunctions) {
		const kept: INodeExecutionData[] = [];
		const others: INodeExecutionData[] = [];
		for (const [index, item] of this.getInputData().entries()) {
			const holds = this.getNodeParameter('conditions', index, false, { extractValue: true }) === true;
			(holds ? kept : others).push({ ...item, pairedItem: { item: index } });
		}
		return await Promise.resolve([kept, others]);
	},
};
