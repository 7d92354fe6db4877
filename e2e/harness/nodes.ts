import { randomUUID } from 'node:crypto';
import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

/** A node of one of n8n's own types: `webhook`, `merge`. */
export function n8nNode(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters = {},
): INode {
	return {
		id: randomUUID(),
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position: [0, 0],
		parameters,
	};
}

export function manualTrigger(name: string): INode {
	return n8nNode(name, 'manualTrigger', 1);
}

/** Starts the workflow at a POST to `/webhook/{path}`, and answers at once. */
export function webhook(name: string, path: string): INode {
	const parameters = { httpMethod: 'POST', path, options: {} };
	// Without an id of its own a webhook gets a longer path.
	return { ...n8nNode(name, 'webhook', 2, parameters), webhookId: randomUUID() };
}

/** Hands on the items that a piece of JavaScript returns. */
export function code(name: string, jsCode: string): INode {
	return n8nNode(name, 'code', 2, { jsCode });
}

/** The Decart node, with a credential. */
export function decartNode(name: string, credentialId: string, parameters: INodeParameters): INode {
	return {
		...n8nNode(name, 'noOp', 1, parameters),
		type: 'n8n-nodes-decart.decart',
		credentials: { decartApi: { id: credentialId, name: 'Decart account' } },
	};
}

/** A workflow of nodes in a row. */
export function chain(nodes: readonly INode[]): { nodes: INode[]; connections: IConnections } {
	const placed = nodes.map((node, index): INode => ({ ...node, position: [index * 220, 0] }));
	return { nodes: placed, connections: connect(...pairs(placed.map(({ name }) => name))) };
}

/** `[from, to]`, or `[from, to, the output, the input]`. */
export type Link = readonly [from: string, to: string, output?: number, input?: number];

/** Connections between nodes, by their names. */
export function connect(...links: readonly Link[]): IConnections {
	const connections: IConnections = {};
	for (const [from, to, output = 0, input = 0] of links) {
		const outputs = ((connections[from] ??= { main: [] }).main ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: 'main', index: input });
	}
	return connections;
}

function pairs(names: readonly string[]): Link[] {
	return names.slice(1).map((name, index): Link => [names[index] ?? '', name]);
}
