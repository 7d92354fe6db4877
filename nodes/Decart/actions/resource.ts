import { updateDisplayOptions, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

/** A resource of the node as the editor shows it: the entry in its selector, and its operations' parameters. */
export interface Resource {
	readonly option: INodePropertyOptions;
	/** The operation selector and every operation's parameters, each shown for its own. */
	readonly parameters: INodeProperties[];
	/** What the node does, by operation, as a person would say it. */
	readonly actions: Readonly<Record<string, string>>;
}

/** How an operation is presented. `action` is the sentence in n8n's node picker. */
export interface OperationEntry {
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly parameters: readonly INodeProperties[];
}

/** The resources in the order in which they are listed: what is made first, then what belongs to it. */
export const RESOURCE_ORDER = ['image', 'video', 'job', 'file', 'model', 'account'] as const;

/**
 * Shows the model list for its own operation by hiding it for every other one.
 *
 * n8n's editor drops a value that the list does not offer when the resource or the operation is changed, but only
 * where the list would be shown; and it leaves out the operation then while that has its default. A condition under
 * `hide` holds without it, so that the list falls back to its own default model.
 */
function hiddenElsewhere(
	parameter: INodeProperties,
	resource: string,
	operation: string,
	operations: readonly string[],
): INodeProperties {
	const hide = {
		resource: RESOURCE_ORDER.filter((other) => other !== resource),
		...(operations.length > 1 && { operation: operations.filter((other) => other !== operation) }),
	};
	return { ...parameter, displayOptions: { hide } };
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
	const parameters = Object.entries(entries).flatMap(([value, { parameters: own }]) =>
		own.flatMap((parameter) =>
			parameter.name === 'model'
				? [hiddenElsewhere(parameter, String(option.value), value, Object.keys(entries))]
				: updateDisplayOptions({ show: { ...show, operation: [value] } }, [parameter]),
		),
	);
	const actions = Object.fromEntries(Object.entries(entries).map(([value, { action }]) => [value, action]));
	return { option, parameters: [selector, ...parameters], actions };
}
