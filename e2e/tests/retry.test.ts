import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it, onTestFinished } from 'vitest';
import { launchN8n, startN8n, type N8n, type StartedN8n } from '../../scripts/n8n/launch';
import { installN8n } from '../../scripts/n8n/install';
import { chosenVersions } from '../../scripts/n8n/versions';
import { smallPng } from '../../scripts/samples/media';
import {
	addWorkflow,
	callWebhook,
	endedExecutions,
	publish,
	unpublish,
	type Ended,
	type SavedWorkflow,
} from '../../scripts/n8n/workflows';
import type { Fault } from '../../sandbox';
import { startDecart, type Decart } from '../harness/decart';
import { chain, code, decartNode, webhook } from '../harness/nodes';
import { inEveryN8n } from '../harness/shared';

const ITEMS = 8;
const REFUSED: Fault = { kind: 'status', status: 422, reason: 'Not this time' };
const LOST: Fault = { kind: 'reset', at: 'afterAcceptance' };
const EIGHT = `const { binary } = $input.first();
return Array.from({ length: ${ITEMS} }, (_, number) => ({ json: { number }, binary }));`;

const parameters = (options: INodeParameters = {}): INodeParameters => ({
	resource: 'image',
	operation: 'edit',
	dataBinary: 'image',
	prompt: "={{ 'image ' + $json.number }}",
	options: { concurrency: 1, ...options },
});

let paths = 0;

/** A published workflow that restyles eight images, the fifth of which Decart refuses once. */
async function failOnce(n8n: N8n, options: INodeParameters, route: 'generate' | 'submit', fault = REFUSED) {
	const decart = await startDecart(n8n);
	decart.setFaults({ rules: [{ on: route, after: 4, times: 1, fault }] });
	const path = `retry-${(paths += 1)}`;
	const workflow = await addWorkflow(n8n, {
		name: path,
		...chain([
			webhook('Receive', path),
			code('Eight', EIGHT),
			decartNode('Restyle', decart.credentialId, parameters(options)),
		]),
	});
	await publish(n8n, workflow);
	const form = new FormData();
	form.append('image', new Blob([new Uint8Array(await smallPng(0))], { type: 'image/png' }), 'photo.png');
	await callWebhook(n8n, path, { method: 'POST', body: form });
	const [failed] = await endedExecutions(n8n, workflow.id, 1);
	if (!failed) throw new Error('The workflow has not run');
	expect(failed.status).toBe('error');
	return { decart, workflow, failed };
}

/** Presses Retry and gives the new execution. */
async function retry(n8n: N8n, failed: Ended, { id }: SavedWorkflow, loadWorkflow: boolean): Promise<Ended> {
	const earlier = await endedExecutions(n8n, id, 1);
	await n8n.api.post(`/rest/executions/${failed.id}/retry`, { loadWorkflow });
	const executions = await endedExecutions(n8n, id, earlier.length + 1);
	const retried = executions.find((one) => !earlier.some((other) => other.id === one.id));
	if (!retried) throw new Error('Nothing was retried');
	return retried;
}

/** Saves other parameters of the Decart node. */
async function edit(n8n: N8n, workflow: SavedWorkflow, changed: INodeParameters): Promise<void> {
	const current = await n8n.api.get<SavedWorkflow>(`/rest/workflows/${workflow.id}`);
	const nodes = current.nodes.map((node) =>
		node.name === 'Restyle' ? { ...node, parameters: changed } : node,
	);
	await n8n.api.patch(`/rest/workflows/${workflow.id}`, { nodes, versionId: current.versionId });
}

function timesPaid({ ledger }: Decart): number[] {
	const counts = new Map<string, number>();
	for (const { fields } of ledger()) {
		const prompt = String(fields.prompt);
		counts.set(prompt, (counts.get(prompt) ?? 0) + 1);
	}
	return [...counts.values()];
}

const CASES: readonly [string, INodeParameters, 'generate' | 'submit', number][] = [
	['images', {}, 'generate', 1],
	['queued images', { surface: 'queue', pollInterval: 0.5 }, 'submit', 1],
	['variations', { variations: 3 }, 'generate', 3],
	['random seeds', { seed: '={{ Math.floor(Math.random() * 1e9) }}' }, 'generate', 1],
];

inEveryN8n('Retry in the list of executions', (n8n) => {
	it.each(CASES)('pays only for the rest, with %s', async (_what, options, route, times) => {
		const { decart, workflow, failed } = await failOnce(n8n, options, route);
		onTestFinished(async () => await unpublish(n8n, workflow));
		expect(decart.ledger().length).toBeGreaterThan(0);
		const { status, items } = await retry(n8n, failed, workflow, false);
		expect(status).toBe('success');
		expect(items('Restyle')).toHaveLength(ITEMS * times);
		expect(timesPaid(decart)).toEqual(Array(ITEMS).fill(times));
	});

	it('pays only for the rest after an option of the run was edited', async () => {
		const { decart, workflow, failed } = await failOnce(n8n, {}, 'generate');
		onTestFinished(async () => await unpublish(n8n, workflow));
		await edit(n8n, workflow, parameters({ maxRetries: 7, requestTimeout: 60 }));
		const { status } = await retry(n8n, failed, workflow, true);
		expect(status).toBe('success');
		expect(timesPaid(decart)).toEqual(Array(ITEMS).fill(1));
	});

	it('pays anew after the prompt was edited', async () => {
		const { decart, workflow, failed } = await failOnce(n8n, {}, 'generate');
		onTestFinished(async () => await unpublish(n8n, workflow));
		await edit(n8n, workflow, { ...parameters(), prompt: "={{ 'edited ' + $json.number }}" });
		const { status } = await retry(n8n, failed, workflow, true);
		expect(status).toBe('success');
		expect(decart.ledger()).toHaveLength(4 + ITEMS);
	});

	it('sends an unknown outcome again only when a person has decided so', async () => {
		const { decart, workflow, failed } = await failOnce(n8n, {}, 'generate', LOST);
		onTestFinished(async () => await unpublish(n8n, workflow));
		const again = await retry(n8n, failed, workflow, false);
		expect(again.status).toBe('error');
		expect(timesPaid(decart)).toEqual(Array(5).fill(1));
		await edit(n8n, workflow, parameters({ onUnknownOutcome: 'sendAgain' }));
		const { status } = await retry(n8n, again, workflow, true);
		expect(status).toBe('success');
		expect(timesPaid(decart)).toEqual([1, 1, 1, 1, 2, 1, 1, 1]);
	});
});

describe.each(chosenVersions())('Retry after a restart of n8n $n8n', (version) => {
	it('pays only for the rest', async () => {
		const installed = await installN8n(version, () => undefined);
		const first: StartedN8n = await startN8n(installed);
		onTestFinished(async () => await first.stop());
		const { decart, workflow, failed } = await failOnce(first, {}, 'generate');
		await first.process.stop();
		const second = await launchN8n(installed, { folder: first.folder });
		onTestFinished(async () => await second.process.stop());
		const { status, items } = await retry({ ...first, ...second }, failed, workflow, false);
		expect(status).toBe('success');
		expect(items('Restyle')).toHaveLength(ITEMS);
		expect(timesPaid(decart)).toEqual(Array(ITEMS).fill(1));
	});
});
