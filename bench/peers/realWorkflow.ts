import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from '../../scripts/n8n/workflows';

/** What is run: the same files for both nodes. */
export interface RealInput {
	readonly image: Buffer;
	readonly count: number;
	/** Items that the node is given at a time, by a loop; all of them when left out. */
	readonly batchSize?: number;
	/** Items that this node works on at once. */
	readonly concurrency?: number;
	/** The HTTP Request node's own option: so many items, then a pause. */
	readonly batching?: { readonly batchSize: number; readonly batchInterval: number };
}

/** This node, or n8n's own HTTP Request node as someone sets it up for Decart. */
export type RealPeer = 'decart' | 'httpRequest';

/** What the measured node is called in the workflow. */
export const NODE_NAME = 'Measured';

interface WorkflowSettings {
	readonly peer: RealPeer;
	readonly input: RealInput;
	/** With the images, in n8n's own folder for files. */
	readonly folder: string;
	readonly decartUrl: string;
	/** The ids of the credentials. */
	readonly decartApi: string;
	readonly httpHeaderAuth: string;
}

/** Reads the images from the disk and gives them to the node: all of them, or so many at a time in a loop. */
export function createWorkflow(settings: WorkflowSettings): WorkflowFile {
	const { batchSize } = settings.input;
	const read = createNode('Read', 'n8n-nodes-base.readWriteFile', 1, {
		operation: 'read',
		fileSelector: `${settings.folder}/*.png`,
		options: {},
	});
	const loop = createNode('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize, options: {} });
	const measured = settings.peer === 'decart' ? decartNode(settings) : httpRequestNode(settings);
	return {
		name: `${settings.peer}`,
		nodes: [
			createNode('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			read,
			...(batchSize === undefined ? [] : [loop]),
			measured,
		],
		connections: batchSize === undefined ? straight() : looping(),
	};
}

function straight(): IConnections {
	return { Start: { main: [[to('Read')]] }, Read: { main: [[to(NODE_NAME)]] } };
}

function looping(): IConnections {
	return {
		Start: { main: [[to('Read')]] },
		Read: { main: [[to('Loop')]] },
		Loop: { main: [[], [to(NODE_NAME)]] },
		[NODE_NAME]: { main: [[to('Loop')]] },
	};
}

function decartNode({ input, decartApi }: WorkflowSettings): INode {
	return {
		...createNode(NODE_NAME, 'n8n-nodes-decart.decart', 1, {
			resource: 'image',
			operation: 'edit',
			prompt: 'Watercolor painting',
			options: { resolution: '720p', ...(input.concurrency && { concurrency: input.concurrency }) },
		}),
		credentials: { decartApi: { id: decartApi, name: 'Decart' } },
	};
}

/** As Decart's pages say it: a multipart form, the key in a header, the answer a file. */
function httpRequestNode({ input, decartUrl, httpHeaderAuth }: WorkflowSettings): INode {
	return {
		...createNode(NODE_NAME, 'n8n-nodes-base.httpRequest', 4.2, {
			method: 'POST',
			url: `${decartUrl}/v1/generate/lucy-image-2`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ parameterType: 'formData', name: 'prompt', value: 'Watercolor painting' },
					{ parameterType: 'formBinaryData', name: 'data', inputDataFieldName: 'data' },
				],
			},
			options: {
				response: { response: { responseFormat: 'file', outputPropertyName: 'data' } },
				...(input.batching && { batching: { batch: { ...input.batching } } }),
			},
		}),
		onError: 'continueRegularOutput',
		credentials: { httpHeaderAuth: { id: httpHeaderAuth, name: 'Header' } },
	};
}

function createNode(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

function to(node: string) {
	return { node, type: 'main' as const, index: 0 };
}
