// What a run of the node takes, and nothing that n8n needs before: the build makes one file of it, which the node loads
// when it first runs.
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { isAgentTool } from '../operation/toolMode';
import { executeOperation } from './execute';
import { executeTool } from './executeTool';
import { chosenOperation } from './operations';

/**
 * Runs the operation that the node is set to.
 *
 * @param parameters all parameters of the node, which know their labels
 */
export async function executeNode(
	functions: IExecuteFunctions,
	parameters: readonly INodeProperties[],
): Promise<INodeExecutionData[]> {
	const execute = isAgentTool(functions) ? executeTool : executeOperation;
	return await execute(functions, chosenOperation(functions, parameters));
}
