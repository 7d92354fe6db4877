import './environment';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ExecutionLifecycleHooks, PackageDirectoryLoader, WorkflowExecute } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
} from 'n8n-workflow';
import { GivenCredentials } from './credentials';

/** The name under which n8n knows our node: the package's, then the node's. */
export const DECART = 'n8n-nodes-decart.decart';

/** The name that n8n makes for it as an AI agent's tool. */
export const DECART_TOOL = `${DECART}Tool`;

/** A workflow as a user exports it. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> & {
	readonly settings?: IWorkflowSettings;
};

export interface RunOptions {
	readonly workflow: WorkflowFile;
	/** The node to begin with. */
	readonly startNode: string;
	/** By credential type: `{ decartApi: { apiKey, baseUrl } }`. */
	readonly credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>;
	/** Stand-ins for the nodes of other packages, by their type. */
	readonly otherNodes: Readonly<Record<string, INodeType>>;
	readonly executionId?: string;
	/** A failed execution to go on with, as Retry in n8n's list of executions does. */
	readonly retryOf?: IRun;
	/** Called with each node when it is done. */
	readonly onNodeDone?: (nodeName: string, data: ITaskData) => void;
}

/** A running execution. */
export interface Execution {
	readonly result: Promise<IRun>;
	cancel(): void;
}

/**
 * n8n's real execution engine around the built package, which n8n-core's own loader loads from `folder`.
 * Made once for any number of executions.
 */
export async function loadEngine(
	folder = join(__dirname, '../..'),
): Promise<{ start(options: RunOptions): Execution; readonly node: INodeType }> {
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	const decart = loader.getNode('decart').type as INodeType;
	const credentialTypes = { decartApi: loader.getCredential('decartApi').type };
	return {
		node: decart,
		start(options) {
			const nodes: Readonly<Record<string, INodeType>> = {
				...options.otherNodes,
				[DECART]: decart,
				[DECART_TOOL]: decart,
			};
			const workflow = new Workflow({
				id: 'workflow',
				active: false,
				nodeTypes: createNodeTypes(nodes),
				...options.workflow,
				settings: options.workflow.settings ?? {},
			});
			const helper = new GivenCredentials(credentialTypes, options.credentials);
			const additionalData = createAdditionalData(options, helper);
			const running = options.retryOf
				? retry(options.retryOf, workflow, additionalData)
				: run(options.startNode, workflow, additionalData);
			return { result: Promise.resolve(running), cancel: () => running.cancel() };
		},
	};
}

function run(name: string, workflow: Workflow, additionalData: IWorkflowExecuteAdditionalData) {
	const startNode = workflow.getNode(name);
	if (!startNode) throw new Error(`The workflow has no node ${name}`);
	return new WorkflowExecute(additionalData, 'manual').run({ workflow, startNode });
}

/** Does what n8n's execution service does for Retry: with the saved data, without the failed node's entry. */
function retry(failed: IRun, workflow: Workflow, additionalData: IWorkflowExecuteAdditionalData) {
	const data = JSON.parse(JSON.stringify(failed.data)) as IRunExecutionData;
	const { resultData } = data;
	delete resultData.error;
	resultData.runData[resultData.lastNodeExecuted ?? '']?.pop();
	for (const entry of data.executionData?.nodeExecutionStack ?? []) {
		entry.node = workflow.getNode(entry.node.name) ?? entry.node;
	}
	return new WorkflowExecute(additionalData, 'retry', data).processRunExecutionData(workflow);
}

function createNodeTypes(nodes: Readonly<Record<string, INodeType>>): INodeTypes {
	const find = (type: string): INodeType => {
		const found = nodes[type];
		if (!found) throw new Error(`There is no node of the type ${type}`);
		return found;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: (): IDataObject => ({}) };
}

function createAdditionalData(
	options: RunOptions,
	credentialsHelper: GivenCredentials,
): IWorkflowExecuteAdditionalData {
	const executionId = options.executionId ?? randomUUID();
	const base = {
		id: 'workflow',
		active: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		...options.workflow,
	};
	const hooks = new ExecutionLifecycleHooks('manual', executionId, base as unknown as IWorkflowBase);
	hooks.addHandler('nodeExecuteAfter', (nodeName, data) => options.onNodeDone?.(nodeName, data));
	const address = 'http://127.0.0.1:5678';
	const data: Partial<IWorkflowExecuteAdditionalData> & { hooks: ExecutionLifecycleHooks } = {
		credentialsHelper,
		executionId,
		hooks,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${address}/rest`,
		instanceBaseUrl: address,
		webhookBaseUrl: `${address}/webhook`,
		webhookTestBaseUrl: `${address}/webhook-test`,
		webhookWaitingBaseUrl: `${address}/webhook-waiting`,
		formWaitingBaseUrl: `${address}/form-waiting`,
		variables: {},
		setExecutionStatus: () => undefined,
	};
	return data as IWorkflowExecuteAdditionalData;
}
