import { updateDisplayOptions, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import type { Operation } from '../operation/operation';

/** A resource of the node: the entry in its selector, its operations, and their parameters. */
export interface Resource {
	readonly option: INodePropertyOptions;
	/** The operation selector and every operation's parameters, each shown for its own. */
	readonly parameters: INodeProperties[];
	readonly operations: Readonly<Record<string, Operation>>;
}

/** How an operation is presented. `action` is the sentence in n8n's node picker. */
export interface OperationEntry {
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly operation: Operation;
}

/**
 * Makes a resource of its operations.
 *
 * @param preset the operation that is chosen at first
 */
export function resource(
	option: INodePropertyOptions,
	preset: string,
	entries: Readonly<Record<string, OperationEntry>>,
): Resource {
	const show = { resource: [String(option.value)] };
	const selector: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: Object.entries(entries).map(([value, { name, action, description }]) => ({
			name,
			value,
			action,
			description,
		})),
		default: preset,
	};
	const parameters = Object.entries(entries).flatMap(([value, { operation }]) =>
		updateDisplayOptions({ show: { ...show, operation: [value] } }, operation.parameters),
	);
	const operations = Object.fromEntries(
		Object.entries(entries).map(([value, { operation }]) => [value, operation]),
	);
	return { option, parameters: [selector, ...parameters], operations };
}
