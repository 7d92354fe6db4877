import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';
import { DECART, loadEngine } from '../../scripts/engine';
import { openBinaryStore, openManagedStore, type BinaryMode } from '../../scripts/engine/binaryStore';
import { createInputType, createNode } from '../../scripts/engine/nodes';
import { createObjectStore, type S3Location } from '../../scripts/engine/objectStore';
import { BARE, createBareNode } from './bareNode';

const INPUT = 'bench.input';

/** Input files for the node: one for each item. */
export interface NodeInput {
	readonly path: string;
	readonly mimeType: string;
	readonly count: number;
}

/** What a run of the node came to. */
export interface NodeRun {
	readonly items: readonly INodeExecutionData[];
	/** What the node itself took, in milliseconds, without the node that reads its input. */
	readonly ms: number;
}

/** The built node in n8n's own engine. */
export interface NodePeer {
	/** @param type of the node that is measured; ours when left out */
	run(input: NodeInput, parameters: INodeParameters, type?: string): Promise<NodeRun>;
	close(): Promise<void>;
}

/**
 * Loads the engine and opens n8n's binary store.
 *
 * @throws Error when a run of the node fails
 */
export async function openNodePeer(
	url: string,
	mode: BinaryMode | S3Location = 'filesystem',
): Promise<NodePeer> {
	const close = typeof mode === 'string' ? await openBinaryStore(mode) : await openS3(mode);
	const engine = await loadEngine();
	return {
		close,
		async run(input, parameters, type = DECART) {
			const credentials = { decartApi: { id: '1', name: 'Decart' } };
			const measured = { ...createNode('Measured', type, parameters), credentials };
			const { result } = engine.start({
				workflow: {
					name: 'bench',
					nodes: [createNode('Input', INPUT, {}), measured],
					connections: { Input: { main: [[{ node: 'Measured', type: 'main', index: 0 }]] } },
				},
				startNode: 'Input',
				credentials: { decartApi: { apiKey: 'dct_benchmark_key', baseUrl: url } },
				otherNodes: { [INPUT]: createInputNode(input), [BARE]: createBareNode(url) },
			});
			const { resultData } = (await result).data;
			if (resultData.error) throw resultData.error;
			const task = resultData.runData.Measured?.[0];
			return { items: task?.data?.main?.[0] ?? [], ms: task?.executionTime ?? NaN };
		},
	};
}

async function openS3(location: S3Location): Promise<() => Promise<void>> {
	await openManagedStore('s3', await createObjectStore(location));
	return async () => await Promise.resolve();
}

/** Puts the file into n8n's binary store once for each item, as a node before ours would. */
function createInputNode({ path, mimeType, count }: NodeInput): INodeType {
	return createInputType(async function (this: IExecuteFunctions) {
		const data = await this.helpers.prepareBinaryData(createReadStream(path), basename(path), mimeType);
		return [Array.from({ length: count }, () => ({ json: {}, binary: { data } }))];
	});
}
