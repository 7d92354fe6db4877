import { afterAll, beforeAll, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { GeneratedOperation } from '../../nodes/Decart/types';
import { addWorkflow } from '../../scripts/n8n/workflows';
import { openEditor, type Editor } from '../harness/editor';
import { inEveryN8n } from '../harness/shared';

const RESOURCES = { image: 'Image', video: 'Video' } as const;
const OPERATIONS: Readonly<Record<string, string>> = {
	edit: 'Edit',
	restyle: 'Restyle',
	tryOn: 'Virtual Try-On',
	generate: 'Generate (Retired)',
	animate: 'Animate (Retired)',
	transition: 'Transition (Retired)',
};
/** A model that is not the operation's default, where there is one: a stale one would stay when it is left. */
const lastModel = ({ models }: GeneratedOperation) => models[models.length - 1];

/** What a new node begins with, and so what most people leave. */
const isFirst = ({ resource, operation }: GeneratedOperation) => resource === 'image' && operation === 'edit';

inEveryN8n('Whatever was chosen before, the editor', (n8n) => {
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(n8n);
		const decart = { id: 'decart', name: 'Decart', type: 'n8n-nodes-decart.decart' };
		const workflow = await addWorkflow(n8n, {
			name: 'Transitions',
			nodes: [{ ...decart, typeVersion: 1.1, position: [0, 0], parameters: {} }],
			connections: {},
		});
		await editor.openNode(workflow.id, 'decart');
	});
	afterAll(async () => await editor.close());

	for (const from of GENERATED_OPERATIONS.filter(isFirst)) {
		it(`shows a complete form with a valid model after ${from.resource}.${from.operation}`, async () => {
			for (const to of GENERATED_OPERATIONS.filter((other) => other !== from)) {
				await go(from);
				await editor.choose('model', lastModel(from)?.label ?? '');
				await go(to);
				const where = `from ${from.resource}.${from.operation} to ${to.resource}.${to.operation}`;
				const soon = { message: where, timeout: 20_000 };
				const label = to.models.find(({ id }) => id === to.defaultModel)?.label;
				await expect.poll(async () => await editor.chosen('model'), soon).toBe(label);
				await expect.poll(async () => await editor.shownFields(), soon).toContain('prompt');
			}
		});
	}

	async function go({ resource, operation }: GeneratedOperation): Promise<void> {
		await editor.choose('resource', RESOURCES[resource]);
		await editor.choose('operation', OPERATIONS[operation] ?? '');
	}
});
