import type { INodeParameters } from 'n8n-workflow';
import { expect } from 'vitest';
import { smallPng } from '../../scripts/samples/media';
import type { N8n } from '../../scripts/n8n/launch';
import {
	addWorkflow,
	callWebhook,
	endedExecutions,
	publish,
	type Ended,
	type SavedWorkflow,
	type WorkflowFile,
} from '../../scripts/n8n/workflows';
import type { Fault } from '../../sandbox';
import { startDecart, type Decart } from './decart';
import { chain, code, decartNode, webhook } from './nodes';

export const ITEMS = 8;
export const REFUSED: Fault = { kind: 'status', status: 422, reason: 'Not this time' };

/** Makes eight items, each with the photo that came in, of the one that came in. */
export const EIGHT = `const { binary } = $input.first();
return Array.from({ length: ${ITEMS} }, (_, number) => ({ json: { number }, binary }));`;

/** The parameters of Image → Edit, one item after the other. */
export const edit = (options: INodeParameters = {}): INodeParameters => ({
	resource: 'image',
	operation: 'edit',
	dataBinary: 'image',
	prompt: "={{ 'image ' + $json.number }}",
	options: { concurrency: 1, ...options },
});

/** What is tried: which requests fail, and what the workflow is. */
export interface Trial {
	/** Default: one that is closed when the test is over. */
	readonly decart?: Decart;
	readonly options?: INodeParameters;
	/** Default: `generate`. */
	readonly route?: 'generate' | 'submit';
	/** How many of these requests succeed before one fails. Default: 4. */
	readonly after?: number;
	readonly fault?: Fault;
	/** The workflow behind the webhook at a path. Default: one Decart node, named Restyle. */
	readonly build?: (path: string, decart: Decart) => Promise<WorkflowFile> | WorkflowFile;
}

let paths = 0;

/** A published workflow that is called once with a photo, and in which one request fails. */
export async function failOnce(n8n: N8n, trial: Trial = {}) {
	const { route = 'generate', after = 4, fault = REFUSED } = trial;
	const decart = trial.decart ?? (await startDecart(n8n));
	decart.setFaults({ rules: [{ on: route, after, times: 1, fault }] });
	const workflow = await start(n8n, decart, trial);
	const [failed] = await endedExecutions(n8n, workflow.id, 1);
	if (!failed) throw new Error('The workflow has not run');
	expect(failed.status).toBe('error');
	return { decart, workflow, failed };
}

/** Publishes a workflow and calls it once with a photo. */
export async function start(n8n: N8n, decart: Decart, { options, build }: Trial): Promise<SavedWorkflow> {
	const path = `retry-${(paths += 1)}-${Date.now()}`;
	const file = await (build?.(path, decart) ?? {
		name: path,
		...chain([
			webhook('Receive', path),
			code('Eight', EIGHT),
			decartNode('Restyle', decart.credentialId, edit(options)),
		]),
	});
	const workflow = await addWorkflow(n8n, file);
	await publish(n8n, workflow);
	const form = new FormData();
	form.append('image', new Blob([new Uint8Array(await smallPng(0))], { type: 'image/png' }), 'photo.png');
	await callWebhook(n8n, path, { method: 'POST', body: form });
	return workflow;
}

/** Presses Retry and gives the new execution. */
export async function retry(
	n8n: N8n,
	failed: Ended,
	{ id }: Pick<SavedWorkflow, 'id'>,
	loadWorkflow: boolean,
): Promise<Ended> {
	const earlier = await endedExecutions(n8n, id, 1);
	await n8n.api.post(`/rest/executions/${failed.id}/retry`, { loadWorkflow });
	const executions = await endedExecutions(n8n, id, earlier.length + 1);
	const retried = executions.find((one) => !earlier.some((other) => other.id === one.id));
	if (!retried) throw new Error('Nothing was retried');
	return retried;
}

/** How often each prompt was paid, in the order in which they were first paid. */
export function timesBilled({ ledger }: Decart): number[] {
	const counts = new Map<string, number>();
	for (const { fields } of ledger()) {
		const prompt = String(fields.prompt);
		counts.set(prompt, (counts.get(prompt) ?? 0) + 1);
	}
	return [...counts.values()];
}
