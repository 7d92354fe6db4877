import type { INodeParameters } from 'n8n-workflow';
import { expect, it, onTestFinished } from 'vitest';
import type { N8n } from '../../scripts/n8n/launch';
import { unpublish, type SavedWorkflow } from '../../scripts/n8n/workflows';
import type { Fault } from '../../sandbox';
import { edit, failOnce, ITEMS, retry, timesBilled } from '../harness/retry';
import { inEveryN8n } from '../harness/inEveryN8n';

const LOST: Fault = { kind: 'reset', at: 'afterAcceptance' };

/** Saves other parameters of the Decart node. */
async function save(n8n: N8n, workflow: SavedWorkflow, changed: INodeParameters): Promise<void> {
	const current = await n8n.api.get<SavedWorkflow>(`/rest/workflows/${workflow.id}`);
	const nodes = current.nodes.map((node) =>
		node.name === 'Restyle' ? { ...node, parameters: changed } : node,
	);
	await n8n.api.patch(`/rest/workflows/${workflow.id}`, { nodes, versionId: current.versionId });
}

const CASES: readonly [string, INodeParameters, 'generate' | 'submit', number][] = [
	['images', {}, 'generate', 1],
	['queued images', { surface: 'queue', pollInterval: 0.5 }, 'submit', 1],
	['variations', { variations: 3 }, 'generate', 3],
	['random seeds', { seed: '={{ Math.floor(Math.random() * 1e9) }}' }, 'generate', 1],
];

inEveryN8n('Retry in the list of executions', (n8n) => {
	it.each(CASES)('pays only for the rest, with %s', async (_what, options, route, times) => {
		const { decart, workflow, failed } = await failOnce(n8n, { options, route });
		onTestFinished(async () => await unpublish(n8n, workflow));
		expect(decart.ledger().length).toBeGreaterThan(0);
		const { status, items } = await retry(n8n, failed, workflow, false);
		expect(status).toBe('success');
		expect(items('Restyle')).toHaveLength(ITEMS * times);
		expect(timesBilled(decart)).toEqual(Array(ITEMS).fill(times));
	});

	it('pays only for the rest after an option of the run was edited', async () => {
		const { decart, workflow, failed } = await failOnce(n8n);
		onTestFinished(async () => await unpublish(n8n, workflow));
		await save(n8n, workflow, edit({ maxRetries: 7, requestTimeout: 60 }));
		const { status } = await retry(n8n, failed, workflow, true);
		expect(status).toBe('success');
		expect(timesBilled(decart)).toEqual(Array(ITEMS).fill(1));
	});

	it('pays anew after the prompt was edited', async () => {
		const { decart, workflow, failed } = await failOnce(n8n);
		onTestFinished(async () => await unpublish(n8n, workflow));
		await save(n8n, workflow, { ...edit(), prompt: "={{ 'edited ' + $json.number }}" });
		const { status } = await retry(n8n, failed, workflow, true);
		expect(status).toBe('success');
		expect(decart.ledger()).toHaveLength(4 + ITEMS);
	});

	it('sends an unknown outcome again only when a person has decided so', async () => {
		const { decart, workflow, failed } = await failOnce(n8n, { fault: LOST });
		onTestFinished(async () => await unpublish(n8n, workflow));
		const again = await retry(n8n, failed, workflow, false);
		expect(again.status).toBe('error');
		expect(timesBilled(decart)).toEqual(Array(5).fill(1));
		await save(n8n, workflow, edit({ onUnknownOutcome: 'sendAgain' }));
		const { status } = await retry(n8n, again, workflow, true);
		expect(status).toBe('success');
		expect(timesBilled(decart)).toEqual([1, 1, 1, 1, 2, 1, 1, 1]);
	});
});

inEveryN8n('Max Cost (USD) and Retry in the list of executions', (n8n) => {
	const PER_IMAGE = 0.02;

	it('counts what an earlier try has paid once, and what was refused not at all', async () => {
		const { decart, workflow, failed } = await failOnce(n8n, {
			options: { maxCostUsd: ITEMS * PER_IMAGE },
		});
		onTestFinished(async () => await unpublish(n8n, workflow));
		expect(timesBilled(decart)).toEqual([1, 1, 1, 1]);
		const { status, items } = await retry(n8n, failed, workflow, false);
		expect(status).toBe('success');
		expect(items('Restyle')).toHaveLength(ITEMS);
		expect(timesBilled(decart)).toEqual(Array(ITEMS).fill(1));
	});

	it('stops at the limit again, and goes on when it was raised', async () => {
		const { decart, workflow, failed } = await failOnce(n8n, {
			options: { maxCostUsd: 3 * PER_IMAGE },
		});
		onTestFinished(async () => await unpublish(n8n, workflow));
		const again = await retry(n8n, failed, workflow, false);
		for (const { error } of [failed, again])
			expect(error?.message).toContain(
				'is $0.06: about $0.06 is spent, and this would take $0.02 more',
			);
		expect(timesBilled(decart)).toEqual([1, 1, 1]);
		decart.setFaults({ rules: [] });
		await save(n8n, workflow, edit({ maxCostUsd: ITEMS * PER_IMAGE }));
		const { status, items } = await retry(n8n, again, workflow, true);
		expect(status).toBe('success');
		expect(items('Restyle')).toHaveLength(ITEMS);
		expect(timesBilled(decart)).toEqual(Array(ITEMS).fill(1));
	});
});
