import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'flatted';
import type { IBinaryData, INode, INodeExecutionData, IRunExecutionData, IWorkflowBase } from 'n8n-workflow';
import type { N8n } from './launch';
import { ROOT } from './paths';

/** A workflow as a user exports it. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'settings'>>;

/** An execution that has ended. */
export interface Ended {
	readonly id: string;
	readonly status: string;
	readonly data: IRunExecutionData;
	/** The items that a node put out in its last run, output after output. */
	items(node: string, output?: number): INodeExecutionData[];
	/** What n8n shows as the reason of a failed execution. */
	readonly error: IRunExecutionData['resultData']['error'];
}

/** A workflow in n8n's database. */
export interface SavedWorkflow extends WorkflowFile {
	readonly id: string;
	readonly versionId: string;
}

/** What a person fills in after importing an example. */
export interface ExampleSettings {
	/** The ids of their credentials, by type. One that is missing is left for them to choose. */
	readonly credentials: Readonly<Record<string, string>>;
	/** Stands in for the folder of n8n's Docker image that the examples read and write in. */
	readonly folder: string;
}

/** Where n8n's Docker image may read and write files. */
export const DOCKER_FOLDER = '/home/node/.n8n-files';

/** One of the workflows in `examples/`, set up as its notes say. */
export async function readExample(
	name: string,
	{ credentials, folder }: ExampleSettings,
): Promise<WorkflowFile> {
	const text = await readFile(join(ROOT, 'examples', `${name}.json`), 'utf8');
	const workflow = JSON.parse(text.replaceAll(DOCKER_FOLDER, folder)) as WorkflowFile;
	for (const node of workflow.nodes) {
		for (const type of Object.keys(node.credentials ?? {})) {
			const id = credentials[type];
			if (id !== undefined) node.credentials = { ...node.credentials, [type]: { id, name: type } };
		}
	}
	return workflow;
}

/** Imports an example. Its files are the n8n's own. */
export async function addExample(
	n8n: N8n,
	name: string,
	{ credentials }: Pick<ExampleSettings, 'credentials'>,
): Promise<SavedWorkflow> {
	return await addWorkflow(n8n, await readExample(name, { credentials, folder: n8n.files }));
}

/** Publishes a workflow: from now on its triggers start it. */
export async function publish({ api }: N8n, { id, versionId }: SavedWorkflow): Promise<void> {
	await api.post(`/rest/workflows/${id}/activate`, { versionId });
}

/** Calls a published workflow over HTTP. The address may take n8n a moment to put up. */
export async function callWebhook({ url }: N8n, path: string, init: RequestInit): Promise<Response> {
	const deadline = Date.now() + 20_000;
	for (;;) {
		const answer = await fetch(`${url}/webhook/${path}`, init);
		const isUp = answer.status !== 404 || !(await answer.clone().text()).includes('not registered');
		if (isUp || Date.now() > deadline) return answer;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** Ends a workflow's triggers. */
export async function unpublish({ api }: N8n, { id }: SavedWorkflow): Promise<void> {
	await api.post(`/rest/workflows/${id}/deactivate`, {});
}

/** Saves a credential and gives its id. */
export async function addCredential(
	{ api }: N8n,
	type: string,
	name: string,
	data: Readonly<Record<string, unknown>>,
): Promise<string> {
	return (await api.post<{ id: string }>('/rest/credentials', { type, name, data })).id;
}

/** Imports a workflow. n8n finds credentials that it names by their names, as for a person who imports it. */
export async function addWorkflow({ api }: N8n, workflow: WorkflowFile): Promise<SavedWorkflow> {
	return await api.post<SavedWorkflow>('/rest/workflows', { settings: {}, ...workflow, active: false });
}

/** The trigger to start from, with what it is to put out where it needs something from outside. */
export interface Trigger {
	readonly name: string;
	readonly items?: readonly INodeExecutionData[];
}

/** Runs a saved workflow, as the editor's button does, to its end. */
export async function runWorkflow(n8n: N8n, workflow: SavedWorkflow, trigger?: Trigger): Promise<Ended> {
	return await untilEnded(n8n, await startWorkflow(n8n, workflow, trigger));
}

/** Starts a saved workflow from a trigger, by default its first, and gives the execution's id. */
export async function startWorkflow(
	{ api }: N8n,
	workflow: SavedWorkflow,
	{ name, items }: Trigger = firstTrigger(workflow.nodes),
): Promise<string> {
	const data = items && {
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		source: [],
		executionStatus: 'success',
		data: { main: [items] },
	};
	const { executionId } = await api.post<{ executionId?: string }>(`/rest/workflows/${workflow.id}/run`, {
		workflowData: workflow,
		triggerToStartFrom: { name, ...(data && { data }) },
	});
	if (!executionId) throw new Error(`n8n did not start ${workflow.name} from ${name}`);
	return executionId;
}

const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

/** Waits for an execution to end, however it does. */
export async function untilEnded(n8n: N8n, id: string, timeoutMs = 120_000): Promise<Ended> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const { status, data } = await n8n.api.get<{ status: string; data: string }>(
			`/rest/executions/${id}`,
		);
		if (!UNFINISHED.includes(status)) return ended(id, status, data);
		if (Date.now() > deadline) throw new Error(`Execution ${id} is still ${status}`);
		await new Promise((resolve) => setTimeout(resolve, 150));
	}
}

/** Waits until so many executions (at most 100) of a workflow are there and all of them have ended. */
export async function endedExecutions(
	n8n: N8n,
	workflowId: string,
	count: number,
	timeoutMs = 180_000,
): Promise<Ended[]> {
	const query = new URLSearchParams({ filter: JSON.stringify({ workflowId }), limit: '100' });
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const { results } = await n8n.api.get<{ results: readonly { id: string; status: string }[] }>(
			`/rest/executions?${query}`,
		);
		const done = results.filter(({ status }) => !UNFINISHED.includes(status));
		if (done.length >= count && done.length === results.length)
			return await Promise.all(done.map(async ({ id }) => await untilEnded(n8n, id)));
		if (Date.now() > deadline) {
			const states = results.map(({ id, status }) => `${id} ${status}`).join(', ');
			throw new Error(`Of ${count} executions ${done.length} have ended: ${states}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}

function ended(id: string, status: string, flattened: string): Ended {
	const data = parse(flattened) as IRunExecutionData;
	const { runData, error } = data.resultData;
	return {
		id,
		status,
		data,
		error,
		items: (node, output = 0) => runData[node]?.at(-1)?.data?.main?.[output] ?? [],
	};
}

/** The bytes of a file that an execution has kept. */
export async function downloadBinary({ api }: N8n, binary: IBinaryData | undefined): Promise<Buffer> {
	if (!binary) throw new Error('There is no file');
	if (binary.id === undefined) return Buffer.from(binary.data, 'base64');
	const query = new URLSearchParams({ id: binary.id, action: 'download' });
	return await api.download(`/rest/binary-data?${query}`);
}

function firstTrigger(nodes: readonly INode[]): Trigger {
	const trigger = nodes.find(({ type }) => /trigger$/i.test(type));
	if (!trigger) throw new Error('The workflow has no trigger');
	return { name: trigger.name };
}

/** What a node of a workflow is set to. */
export function findParameters({ nodes }: WorkflowFile, name: string): INode['parameters'] {
	const node = nodes.find((other) => other.name === name);
	if (!node) throw new Error(`The workflow has no node ${name}`);
	return node.parameters;
}
