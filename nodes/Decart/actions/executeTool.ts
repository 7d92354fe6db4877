import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { countToolCallAttempt, forgetToolCallAttempts } from '../operation/toolCallAttempts';
import { agentAnswer, describeFailure } from './agentAnswer';
import { executeOperation } from './execute';
import type { ChosenOperation } from './operations';

/**
 * Runs an operation as an AI agent's tool, and gives answers that are made for the agent.
 *
 * @throws NodeOperationError whose message holds the advice too: of an error, agents read nothing else
 */
export async function executeTool(
	functions: IExecuteFunctions,
	operation: ChosenOperation,
): Promise<INodeExecutionData[]> {
	countToolCallAttempt(functions);
	try {
		const answers = (await executeOperation(functions, operation)).map(agentAnswer);
		forgetToolCallAttempts(functions);
		// Retry On Fail checks the first item only.
		return answers.sort((a, b) => Number('error' in b.json) - Number('error' in a.json));
	} catch (error) {
		throw toolError(functions, error);
	}
}

function toolError(functions: IExecuteFunctions, error: unknown): NodeOperationError {
	const message = error instanceof Error ? error.message.replace(/ \[item \d+\]$/, '') : String(error);
	const description = (error as { description?: string }).description ?? '';
	const shown = new NodeOperationError(functions.getNode(), 'The tool failed');
	// n8n puts stock phrases in place of messages that hold a system error's name.
	shown.message = describeFailure({ error: message, description });
	return shown;
}
