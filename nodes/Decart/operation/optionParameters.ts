import type { INodeProperties } from 'n8n-workflow';
import type { Option, OptionGroup } from './optionKinds';
import { OPTIONS, WAIT_FOR_COMPLETION } from './options';

/** The editor's parameters for the options of the groups that an operation has. */
export function optionParameters(...groups: readonly OptionGroup[]): INodeProperties[] {
	return Object.entries<Option>(OPTIONS)
		.filter(([, { group }]) => groups.includes(group))
		.map(([name, option]) => createParameter(name, option));
}

function createParameter(name: string, { label, parameter }: Option): INodeProperties {
	return { displayName: label, name, ...parameter };
}

/** The collection `options`, its entries in alphabetical order as n8n wants it. */
export function optionsCollection(entries: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...entries].sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}

/** The switch between waiting for a job and getting it at once. */
export const WAIT_PARAMETER = createParameter('waitForCompletion', WAIT_FOR_COMPLETION);
