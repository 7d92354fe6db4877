import type { IExecuteFunctions } from 'n8n-workflow';
import { isLastToolCallAttempt } from './toolCallAttempts';

/**
 * Whether an AI agent calls the node as its tool. n8n runs a tool as a node type of its own, whose name it makes by
 * adding `Tool`; its `isToolExecution()` knows only one of the two ways in which agents call tools.
 */
export function isAgentTool(functions: IExecuteFunctions): boolean {
	return functions.getNode().type.endsWith('Tool');
}

/**
 * Whether the agent reads about a failure, so that it can call again with something better, instead of the failure
 * stopping the workflow. A person's choice to stop wins. Under Retry On Fail an older kind of agent gives the node
 * a further try only when an error is thrown, and stops the workflow when the last try throws.
 */
export function answersFailures(functions: IExecuteFunctions): boolean {
	const { onError, retryOnFail, rewireOutputLogTo } = functions.getNode();
	if (!isAgentTool(functions) || onError === 'stopWorkflow') return false;
	return retryOnFail !== true || rewireOutputLogTo !== undefined || isLastToolCallAttempt(functions);
}
