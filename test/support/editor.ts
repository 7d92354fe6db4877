import '../../scripts/engine/environment';
import { join } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** What a person sees of the node for the given parameters. */
export interface Shown {
	/** The parameters, in the order in which they stand there. */
	readonly parameters: readonly INodeProperties[];
	/** What "Add option" offers. */
	readonly options: readonly INodeProperties[];
	/** The parameters' values, those that were not given being the defaults. */
	readonly values: INodeParameters;
}

/** The description of the built node, as n8n's own loader gives it to the editor. */
export async function builtDescription(): Promise<INodeTypeDescription> {
	const loader = new PackageDirectoryLoader(join(__dirname, '../..'));
	await loader.loadAll();
	return (loader.getNode('decart').type as INodeType).description;
}

/** Decides what is shown by n8n's own functions, as the editor does. */
export function shown(description: INodeTypeDescription, given: INodeParameters, typeVersion = 1): Shown {
	const node = { typeVersion, parameters: given } as INode;
	const values =
		NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description) ?? {};
	const isShown = (property: INodeProperties, path: string) =>
		NodeHelpers.displayParameterPath({ parameters: values }, property, path, node, description);
	const parameters = description.properties.filter((property) => isShown(property, 'parameters'));
	const collection = parameters.find(({ name }) => name === 'options');
	const options = (collection?.options ?? []) as INodeProperties[];
	return { parameters, values, options: options.filter((option) => isShown(option, 'parameters.options')) };
}

/** The names of what is shown, parameters first, then options. */
export function listNames({ parameters, options }: Shown): string[] {
	return [...parameters, ...options].map(({ name }) => name);
}

/** The entries of the selector `resource`, or of a resource's selector `operation`. */
export function listEntries(
	description: INodeTypeDescription,
	selector: 'resource' | 'operation',
	given: INodeParameters = {},
): INodePropertyOptions[] {
	const found = shown(description, given).parameters.find(({ name }) => name === selector);
	return (found?.options ?? []) as INodePropertyOptions[];
}

/** Every operation that the node offers. */
export function listOperations(description: INodeTypeDescription): { resource: string; operation: string }[] {
	return listEntries(description, 'resource').flatMap(({ value: resource }) =>
		listEntries(description, 'operation', { resource: resource as string }).map(
			({ value: operation }) => ({
				resource: resource as string,
				operation: operation as string,
			}),
		),
	);
}
