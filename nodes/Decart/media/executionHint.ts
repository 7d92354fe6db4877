import type { IExecuteFunctions } from 'n8n-workflow';

const given = new WeakMap<IExecuteFunctions, Set<string>>();

/** Adds a hint to n8n's output panel, once for an execution however many items give cause for it. */
export function addExecutionHintOnce(functions: IExecuteFunctions, message: string): void {
	const messages = given.get(functions) ?? new Set();
	given.set(functions, messages);
	if (messages.has(message)) return;
	messages.add(message);
	functions.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
}
