import FormData from 'form-data';
import type {
	IBinaryData,
	IExecuteFunctions,
	IN8nHttpFullResponse,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import type { Readable } from 'node:stream';
import { createForm, GENERATE_PATH } from './clients';

/** What the bare node is called in a workflow. */
export const BARE = 'bench.bare';

const DESCRIPTION = {
	displayName: 'Bare',
	name: 'bare',
	group: ['transform'],
	version: 1,
	description: '',
	defaults: { name: 'Bare' },
	inputs: ['main'],
	outputs: ['main'],
	credentials: [{ name: 'decartApi', required: true }],
	properties: [{ displayName: 'Concurrency', name: 'concurrency', type: 'number', default: 1 }],
} as INodeTypeDescription;

/**
 * The floor for any node of n8n: it only calls n8n's helpers, and checks, repeats and describes nothing. What our node
 * takes more is our own.
 */
export function createBareNode(url: string): INodeType {
	return {
		description: DESCRIPTION,
		async execute(this: IExecuteFunctions) {
			const inputs = this.getInputData();
			const outputs: INodeExecutionData[] = [];
			const queue = inputs.entries();
			const work = async () => {
				for (const [index, { binary }] of queue) {
					if (!binary?.data) throw new Error('An item has no file');
					outputs[index] = { json: {}, binary: { data: await generate(this, url, binary.data) } };
				}
			};
			const concurrency = Number(this.getNodeParameter('concurrency', 0));
			await Promise.all(Array.from({ length: concurrency }, work));
			return [outputs];
		},
	};
}

async function generate(functions: IExecuteFunctions, url: string, file: IBinaryData): Promise<IBinaryData> {
	const { httpRequestWithAuthentication, getBinaryMetadata, getBinaryStream, prepareBinaryData } =
		functions.helpers;
	const id = file.id ?? '';
	const { fileSize } = await getBinaryMetadata(id);
	const response = (await httpRequestWithAuthentication.call(functions, 'decartApi', {
		method: 'POST',
		url: `${url}${GENERATE_PATH}`,
		body: createForm(new FormData(), await getBinaryStream(id), fileSize),
		encoding: 'stream',
		returnFullResponse: true,
		disableFollowRedirect: true,
	})) as IN8nHttpFullResponse;
	return await prepareBinaryData(response.body as unknown as Readable, 'result.png', 'image/png');
}
