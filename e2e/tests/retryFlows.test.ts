import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { expect, it, onTestFinished } from 'vitest';
import { layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import type { N8n } from '../../scripts/n8n/launch';
import { addWorkflow, endedExecutions, publish, unpublish, untilEnded } from '../../scripts/n8n/workflows';
import { startDecart } from '../harness/decart';
import { chain, code, connect, decartNode, n8nNode, webhook } from '../harness/nodes';
import { edit, EIGHT, failOnce, ITEMS, retry, start, timesBilled, type Trial } from '../harness/retry';
import { inEveryN8n } from '../harness/inEveryN8n';

const GENERATION_MS = 1_000;

/** Two items at a time, each pair in a run of the node of its own. */
const LOOP: Trial['build'] = (path, { credentialId }) => {
	const nodes = [
		webhook('Receive', path),
		code('Eight', EIGHT),
		n8nNode('Loop', 'splitInBatches', 3, { batchSize: 2, options: {} }),
		decartNode('Restyle', credentialId, edit()),
	];
	const connections = connect(
		['Receive', 'Eight'],
		['Eight', 'Loop'],
		['Loop', 'Restyle', 1],
		['Restyle', 'Loop'],
	);
	return { name: path, nodes, connections };
};

/** Restyles each image, then restyles the result. */
const TWO_NODES: Trial['build'] = (path, { credentialId }) => ({
	name: path,
	...chain([
		webhook('Receive', path),
		code('Eight', EIGHT),
		decartNode('Restyle', credentialId, edit()),
		decartNode('Again', credentialId, {
			...edit(),
			dataBinary: 'data',
			prompt: "={{ 'again ' + $itemIndex }}",
		}),
	]),
});

/**
 * Reads a photo from the disk. n8n 2.41 moves the file of a webhook when the execution ends, and does not tell a
 * sub-workflow or a canceled execution where to.
 */
function readPhoto({ files }: N8n): INode {
	return n8nNode('Read', 'readWriteFile', 1, {
		operation: 'read',
		fileSelector: join(files, 'photos', 'coffee.jpg'),
		options: { dataPropertyName: 'image' },
	});
}

/** A workflow that calls another, in which the fifth image is refused. */
async function failInSubWorkflow(n8n: N8n) {
	await layOutSampleFiles(n8n.files);
	let child = '';
	const failure = await failOnce(n8n, {
		build: async (path, { credentialId }) => {
			const trigger = n8nNode('Called', 'executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' });
			const saved = await addWorkflow(n8n, {
				name: `${path} child`,
				...chain([trigger, decartNode('Restyle', credentialId, edit())]),
			});
			await publish(n8n, saved);
			child = saved.id;
			const call = n8nNode('Call', 'executeWorkflow', 1.2, {
				workflowId: { __rl: true, mode: 'id', value: saved.id },
				options: {},
			});
			return {
				name: path,
				...chain([webhook('Receive', path), readPhoto(n8n), code('Eight', EIGHT), call]),
			};
		},
	});
	return { ...failure, child };
}

inEveryN8n('Retry of a workflow', (n8n) => {
	it('with a loop pays only for the rest of the runs', async () => {
		const { decart, workflow, failed } = await failOnce(n8n, { build: LOOP });
		onTestFinished(async () => await unpublish(n8n, workflow));
		const { status, items } = await retry(n8n, failed, workflow, false);
		expect(status).toBe('success');
		expect(items('Loop')).toHaveLength(ITEMS);
		expect(timesBilled(decart)).toEqual(Array(ITEMS).fill(1));
	});

	it('with several Decart nodes pays only for the rest of the one that failed', async () => {
		const { decart, workflow, failed } = await failOnce(n8n, { build: TWO_NODES, after: ITEMS + 4 });
		onTestFinished(async () => await unpublish(n8n, workflow));
		const { status, items } = await retry(n8n, failed, workflow, false);
		expect(status).toBe('success');
		expect(items('Again')).toHaveLength(ITEMS);
		expect(timesBilled(decart)).toEqual(Array(2 * ITEMS).fill(1));
	});

	it('with a sub-workflow pays only for the rest when the execution of the sub-workflow is retried', async () => {
		const { decart, workflow, child } = await failInSubWorkflow(n8n);
		onTestFinished(async () => await unpublish(n8n, workflow));
		const [failed] = await endedExecutions(n8n, child, 1);
		if (!failed) throw new Error('The sub-workflow has not run');
		const { status, items } = await retry(n8n, failed, { id: child }, false);
		expect(status).toBe('success');
		expect(items('Restyle')).toHaveLength(ITEMS);
		expect(timesBilled(decart)).toEqual(Array(ITEMS).fill(1));
	});

	it('that calls a sub-workflow starts that anew, and pays for it again', async () => {
		const { decart, workflow, failed } = await failInSubWorkflow(n8n);
		onTestFinished(async () => await unpublish(n8n, workflow));
		const { status } = await retry(n8n, failed, workflow, false);
		expect(status).toBe('success');
		expect(timesBilled(decart)).toEqual([2, 2, 2, 2, 1, 1, 1, 1]);
	});
});

/** Eight images, canceled when two have been paid. */
async function cancelInTheMiddle(n8n: N8n) {
	const decart = await startDecart(n8n);
	decart.setFaults({ rules: [{ on: 'generate', fault: { kind: 'latency', ms: GENERATION_MS } }] });
	await layOutSampleFiles(n8n.files);
	const workflow = await start(n8n, decart, {
		build: (path, { credentialId }) => ({
			name: path,
			...chain([
				webhook('Receive', path),
				readPhoto(n8n),
				code('Eight', EIGHT),
				decartNode('Restyle', credentialId, edit()),
			]),
		}),
	});
	await expect.poll(() => decart.ledger().length, { timeout: 30_000 }).toBeGreaterThan(1);
	const running = await n8n.api.get<{ results: readonly { id: string }[] }>(
		`/rest/executions?${new URLSearchParams({ filter: JSON.stringify({ workflowId: workflow.id }) })}`,
	);
	const id = String(running.results[0]?.id);
	await n8n.api.post(`/rest/executions/${id}/stop`, {});
	const { status } = await untilEnded(n8n, id);
	expect(status).toBe('canceled');
	// The request that was under way may still be charged.
	await settled();
	return { decart, workflow, id };
}

const settled = async () => await new Promise((resolve) => setTimeout(resolve, 2 * GENERATION_MS));

inEveryN8n('Cancel', (n8n) => {
	it('sends nothing more', async () => {
		const { decart, workflow } = await cancelInTheMiddle(n8n);
		onTestFinished(async () => await unpublish(n8n, workflow));
		const paid = decart.ledger().length;
		expect(paid).toBeLessThanOrEqual(3);
		await settled();
		expect(decart.ledger()).toHaveLength(paid);
	});

	it('keeps nothing for Retry, which runs nothing in n8n 2.8 and everything anew in n8n 2.41', async () => {
		const { decart, workflow, id } = await cancelInTheMiddle(n8n);
		onTestFinished(async () => await unpublish(n8n, workflow));
		const paid = timesBilled(decart);
		decart.setFaults({ rules: [] });
		await n8n.api.post(`/rest/executions/${id}/retry`, { loadWorkflow: false });
		await endedExecutions(n8n, workflow.id, 2);
		const anew = Array.from({ length: ITEMS }, (_, index) => (paid[index] ?? 0) + 1);
		expect(timesBilled(decart)).toEqual(n8n.version === '2.8.4' ? paid : anew);
	});
});
