import type { INodeProperties } from 'n8n-workflow';

/** A resource and one of its operations, by their values. */
export interface OperationChoice {
	readonly resource: string;
	readonly operation: string;
}

/** The parameters that an operation has, its options among them, whatever else is chosen. */
export function listParametersFor(
	parameters: readonly INodeProperties[],
	choice: OperationChoice,
): INodeProperties[] {
	return parameters
		.filter((parameter) => isFor(parameter, choice))
		.map((parameter) => {
			if (parameter.type !== 'collection') return parameter;
			const entries = (parameter.options ?? []) as INodeProperties[];
			return { ...parameter, options: entries.filter((entry) => isFor(entry, choice)) };
		});
}

/** Conditions of an entry of a collection begin with a slash. */
function isFor({ displayOptions }: INodeProperties, choice: OperationChoice): boolean {
	const { show = {}, hide = {} } = displayOptions ?? {};
	return Object.entries(choice).every(([key, value]: [string, string]) => {
		const wanted = show[key] ?? show[`/${key}`];
		return (wanted?.includes(value) ?? true) && !hide[key]?.includes(value);
	});
}
