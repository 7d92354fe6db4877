import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INode,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { loadEngine } from '.';

const engine = loadEngine();

/** What n8n gives to a running node. */
export interface Running {
	readonly functions: IExecuteFunctions;
	/** Cancels the execution, as a user does. */
	cancel(): void;
}

/**
 * Runs a piece of a test inside n8n's real engine, as a node with the Decart credential, so that it works with
 * n8n's real helpers.
 *
 * @param node the settings of that node, its parameters' descriptions, and the execution's id
 * @returns what the piece gives; it also rejects as the piece does
 */
export async function inNode<T>(
	credential: ICredentialDataDecryptedObject,
	use: (running: Running) => Promise<T>,
	{
		executionId,
		properties = [],
		...node
	}: Partial<INode> & { executionId?: string; properties?: INodeProperties[] } = {},
): Promise<T> {
	const { start } = await engine;
	return await new Promise<T>((resolve, reject) => {
		const execution = start({
			workflow: {
				name: 'test',
				nodes: [
					{
						id: 'probe',
						name: 'Probe',
						type: 'test.probe',
						typeVersion: 1,
						position: [0, 0],
						parameters: {},
						credentials: { decartApi: { id: '1', name: 'Decart' } },
						...node,
					},
				],
				connections: {},
			},
			startNode: 'Probe',
			...(executionId !== undefined && { executionId }),
			credentials: { decartApi: credential },
			otherNodes: {
				'test.probe': probe(properties, async (functions) => {
					await use({ functions, cancel: () => execution.cancel() }).then(resolve, reject);
				}),
			},
		});
		execution.result.then(
			({ data }) => reject(data.resultData.error ?? new Error('The node did not run')),
			reject,
		);
	});
}

function probe(
	properties: INodeProperties[],
	run: (functions: IExecuteFunctions) => Promise<void>,
): INodeType {
	return {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Probe' },
			inputs: [],
			outputs: ['main'],
			credentials: [{ name: 'decartApi', required: true }],
			properties,
		} as INodeTypeDescription,
		async execute(this: IExecuteFunctions) {
			await run(this);
			return [[{ json: {} }]];
		},
	};
}
