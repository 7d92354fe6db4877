import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	ITaskData,
	IWorkflowSettings,
} from 'n8n-workflow';
import type { InputFile } from '../samples/media';
import { DECART, loadEngine, type Execution } from '.';
import { createInputType } from './nodes';

export interface InputItem {
	readonly json?: INodeExecutionData['json'];
	/** By the name of the binary field. */
	readonly files?: Readonly<Record<string, InputFile>>;
}

export interface DecartRun {
	/** As in a saved workflow; what is left out has its default. */
	readonly parameters: INodeParameters;
	readonly items: readonly InputItem[];
	/** `null` for a node without a credential. */
	readonly credential: ICredentialDataDecryptedObject | null;
	/** Settings of the node itself: `onError`, `retryOnFail`. */
	readonly node?: Partial<INode>;
	readonly settings?: IWorkflowSettings;
	readonly executionId?: string;
	/** A failed execution that this one goes on with. */
	readonly retryOf?: IRun;
}

export interface DecartOutcome {
	/** What the node handed on. */
	readonly items: INodeExecutionData[];
	/** Present when the node stopped the workflow. */
	readonly error: ITaskData['error'];
	readonly hints: NonNullable<ITaskData['hints']>;
	readonly run: IRun;
}

const engine = loadEngine();

/** The built node as n8n's loader has loaded it, which every run uses. */
export async function loadedNode(): Promise<INodeType> {
	return (await engine).node;
}

/** The credential for a server, such as a sandbox. */
export function credentialFor({
	url,
	apiKey,
}: {
	readonly url: string;
	readonly apiKey: string;
}): ICredentialDataDecryptedObject {
	return { apiKey, baseUrl: url };
}

/**
 * Runs the built node once in n8n's real engine, fed by a node that hands on the given items, and gives what
 * the node put out.
 */
export async function runDecart(options: DecartRun): Promise<DecartOutcome> {
	return await (
		await startDecart(options)
	).outcome;
}

/** Starts a run as `runDecart` does, so that it can be canceled. */
export async function startDecart(
	options: DecartRun,
): Promise<{ outcome: Promise<DecartOutcome>; cancel: () => void }> {
	const execution = (await engine).start({
		workflow: createWorkflow(options),
		startNode: 'Input',
		credentials: options.credential ? { decartApi: options.credential } : {},
		otherNodes: { 'test.input': inputNode(options.items) },
		...(options.executionId !== undefined && { executionId: options.executionId }),
		...(options.retryOf && { retryOf: options.retryOf }),
	});
	return { outcome: readOutcome(execution), cancel: () => execution.cancel() };
}

async function readOutcome({ result }: Execution): Promise<DecartOutcome> {
	const run = await result;
	const task = run.data.resultData.runData.Decart?.at(-1);
	return {
		items: task?.data?.main?.[0] ?? [],
		error: task?.error ?? run.data.resultData.error,
		hints: task?.hints ?? [],
		run,
	};
}

function createWorkflow({ parameters, credential, node, settings }: DecartRun) {
	const decart: INode = {
		id: 'decart',
		name: 'Decart',
		type: DECART,
		typeVersion: 1,
		position: [200, 0],
		parameters,
		...(credential && { credentials: { decartApi: { id: '1', name: 'Decart' } } }),
		...node,
	};
	const input: INode = {
		id: 'input',
		name: 'Input',
		type: 'test.input',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return {
		name: 'test',
		nodes: [input, decart],
		connections: { Input: { main: [[{ node: 'Decart', type: 'main' as const, index: 0 }]] } },
		...(settings && { settings }),
	};
}

/** The node that feeds a run: it puts the files into the binary store and hands the items on. */
export function inputNode(items: readonly InputItem[]): INodeType {
	return createInputType(async function (this: IExecuteFunctions) {
		return [
			await Promise.all(items.map(async (item, index) => await asExecutionData(this, item, index))),
		];
	});
}

async function asExecutionData(
	functions: IExecuteFunctions,
	{ json = {}, files = {} }: InputItem,
	index: number,
): Promise<INodeExecutionData> {
	const stored = await Promise.all(
		Object.entries(files).map(async ([name, { bytes, fileName, mimeType }]) => [
			name,
			await functions.helpers.prepareBinaryData(bytes, fileName, mimeType),
		]),
	);
	return {
		json,
		...(stored.length > 0 && { binary: Object.fromEntries(stored) }),
		pairedItem: { item: index },
	};
}
