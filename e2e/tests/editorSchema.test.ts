import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { addWorkflow } from '../../scripts/n8n/workflows';
import { openEditor, type Editor } from '../harness/editor';
import { chain, manualTrigger } from '../harness/nodes';
import { inEveryN8n } from '../harness/inEveryN8n';

const DECART = { id: 'decart', name: 'Decart', type: 'n8n-nodes-decart.decart', typeVersion: 1.1 };
const EDIT_FIELDS = {
	id: 'edit',
	name: 'Edit Fields',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [600, 0] as [number, number],
	parameters: { assignments: { assignments: [{ id: 'a', name: 'text', value: '', type: 'string' }] } },
};

async function readSchema(name: string): Promise<object> {
	const file = join(__dirname, `../../nodes/Decart/__schema__/v1.1.0/${name}.json`);
	return (JSON.parse(await readFile(file, 'utf8')) as { properties: object }).properties;
}

async function center(element: Locator): Promise<{ x: number; y: number }> {
	const box = await element.boundingBox();
	if (!box) throw new Error('It is not shown');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

inEveryN8n('Before anything ran, the editor', (n8n) => {
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(n8n);
	});
	afterAll(async () => await editor.close());

	it('offers the fields of Decart’s output to the next node, and takes one that is dragged there', async () => {
		const decart = {
			...DECART,
			position: [300, 0] as [number, number],
			parameters: { resource: 'image', operation: 'edit', prompt: 'Snow' },
		};
		const workflow = await addWorkflow(n8n, {
			name: 'Output before the first run',
			...chain([manualTrigger('Start'), decart, EDIT_FIELDS]),
		});
		const { page } = editor;
		await page.goto(`${n8n.url}/workflow/${workflow.id}/edit`);
		const input = page.getByTestId('ndv-input-panel');
		await input.getByText('estimatedCostUsd', { exact: true }).waitFor();
		for (const field of Object.keys(await readSchema('image/edit')))
			await input.getByText(field, { exact: true }).waitFor();

		const field = await center(input.getByText('estimatedCostUsd', { exact: true }));
		await page.mouse.move(field.x, field.y);
		await page.mouse.down();
		const target = await center(page.getByText('Drag input fields here'));
		await page.mouse.move(target.x, target.y, { steps: 20 });
		await page.mouse.up();
		const fields = page.getByTestId('node-parameters');
		await fields.getByText('$json.estimatedCostUsd').first().waitFor();
	});
});
