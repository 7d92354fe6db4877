import type { IExecuteFunctions } from 'n8n-workflow';
import { itemText } from './requestIdentity';

const CONTEXT_KEY = 'decartTries';
/** n8n's own, for Retry On Fail. */
const FEWEST_TRIES = 2;
const USUAL_TRIES = 3;
const MOST_TRIES = 5;

/**
 * Counts one more try of an agent's call in the execution's data. Each try is a run of its own to n8n, which does not
 * say how many there were, so that a call is known by its arguments.
 */
export function countToolCallAttempt(functions: IExecuteFunctions): void {
	if (functions.getNode().retryOnFail !== true) return;
	const call = itemText(functions, 0);
	const tries = readAttempts(functions);
	functions.getContext('node')[CONTEXT_KEY] = { ...tries, [call]: (tries[call] ?? 0) + 1 };
}

/** Whether n8n gives the call no further try after this one. */
export function isLastToolCallAttempt(functions: IExecuteFunctions): boolean {
	const { maxTries = USUAL_TRIES } = functions.getNode();
	const made = readAttempts(functions)[itemText(functions, 0)] ?? 0;
	return made >= Math.min(MOST_TRIES, Math.max(FEWEST_TRIES, maxTries));
}

/** Ends the count of a call, so that the same call has all its tries when it comes again. */
export function forgetToolCallAttempts(functions: IExecuteFunctions): void {
	const context = functions.getContext('node');
	const tries = readAttempts(functions);
	Reflect.deleteProperty(tries, itemText(functions, 0));
	if (Object.keys(tries).length === 0) Reflect.deleteProperty(context, CONTEXT_KEY);
}

function readAttempts(functions: IExecuteFunctions): Record<string, number> {
	return (functions.getContext('node')[CONTEXT_KEY] ?? {}) as Record<string, number>;
}
