import type { INode, INodeExecutionData, IRun, IRunData } from 'n8n-workflow';

/** A file that a workflow wrote. */
export interface Made {
	/** The name of the file that it was made from. */
	readonly source: string;
	/** What the item says of it. */
	readonly json: INodeExecutionData['json'];
}

/** A node of the workflow failed. The message holds what the node says, and what to do next. */
export class WorkflowFailed extends Error {
	override readonly name = 'WorkflowFailed';
}

/**
 * What a finished run wrote, in the order of its items.
 *
 * @param nodes the workflow's
 * @throws WorkflowFailed when a node failed, or when nothing was written
 */
export function madeBy(run: IRun, nodes: readonly INode[]): Made[] {
	const { error, runData } = run.data.resultData;
	if (error) {
		const node = 'node' in error && error.node ? `"${error.node.name}" failed: ` : '';
		throw new WorkflowFailed([`${node}${error.message}`, error.description].filter(Boolean).join('\n'));
	}
	const writer = nodes.find(({ parameters }) => parameters.operation === 'write')?.name ?? '';
	const made = (runData[writer] ?? []).flatMap((task, runIndex) =>
		(task.data?.main?.[0] ?? []).map(({ json }, index) => {
			const trail = followTrail(runData, { node: writer, runIndex, output: 0, index });
			const first = trail.findLast((item) => item.binary !== undefined);
			return { source: String(first?.json.fileName ?? ''), json };
		}),
	);
	if (made.length === 0) throw new WorkflowFailed('The workflow wrote no file');
	return made;
}

interface Place {
	readonly node: string;
	readonly runIndex: number;
	readonly output: number;
	readonly index: number;
}

/** An item and all that it was made from, along n8n's pairing of items: the first item of the run comes last. */
function followTrail(runData: IRunData, { node, runIndex, output, index }: Place): INodeExecutionData[] {
	const task = runData[node]?.[runIndex];
	const item = task?.data?.main?.[output]?.[index];
	if (!item) return [];
	const origin = task.source[0];
	const { pairedItem } = item;
	if (!origin || typeof pairedItem !== 'object' || Array.isArray(pairedItem)) return [item];
	const before = {
		node: origin.previousNode,
		runIndex: origin.previousNodeRun ?? 0,
		output: origin.previousNodeOutput ?? 0,
		index: pairedItem.item,
	};
	return [item, ...followTrail(runData, before)];
}
