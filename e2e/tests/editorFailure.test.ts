import type { INode } from 'n8n-workflow';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDecart } from '../harness/decart';
import { openEditor, type Editor } from '../harness/editor';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addWorkflow } from '../../scripts/n8n/workflows';
import { chain, code, decartNode, manualTrigger } from '../harness/nodes';

inEveryN8n('A run that fails, in the editor', (n8n) => {
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(n8n);
	});
	afterAll(async () => await editor.close());

	it('shows what went wrong, what to do next and which item it was', async () => {
		const decart = await startDecart(n8n);
		const items = code('Two Items', 'return [{ json: { job: "job_1" } }, { json: { job: "" } }]');
		const node = decartNode('Decart', decart.credentialId, {
			resource: 'job',
			operation: 'get',
			jobId: '={{ $json.job }}',
		});

		const { output, message } = await execute('A failing run', [items, node]);
		await message.getByText('Job ID is required [item 1]').waitFor();
		await output.getByText('Fill in "Job ID", or check the expression that gives it.').waitFor();
		expect(await output.innerText()).not.toContain(decart.apiKey);
	});

	it('advises on the control that the form shows', async () => {
		const decart = await startDecart(n8n);
		const node = decartNode('Decart', decart.credentialId, {
			resource: 'image',
			operation: 'edit',
			prompt: 'A watercolor painting',
			dataBinary: 'photo',
		});

		const { output, message } = await execute('A run without a file', [node]);
		await message.getByText('Image Binary Field: the item has no file "photo", nor any other').waitFor();
		await output.getByText('Correct "Image Binary Field" in this node').waitFor();
		const form = editor.page.getByTestId('node-parameters');
		await form.getByText('Image Binary Field', { exact: true }).waitFor();
	});

	it('names the status and the advice of a request that Decart refused', async () => {
		const decart = await startDecart(n8n);
		const node = decartNode('Decart', decart.credentialId, {
			resource: 'job',
			operation: 'get',
			jobId: 'job_unknown',
		});

		const { output, message } = await execute('A refused run', [node]);
		await message.getByText('Decart knows no job job_unknown, or no longer [item 0]').waitFor();
		await output.getByText('Check the job ID.').waitFor();
		await output.getByText('From Decart').click();
		await output.getByText('404').first().waitFor();
	});

	/** Executes a workflow from the panel of its last node, and gives the panel's output with the error in it. */
	async function execute(
		name: string,
		nodes: readonly INode[],
	): Promise<{ output: Locator; message: Locator }> {
		const workflow = await addWorkflow(n8n, { name, ...chain([manualTrigger('Start'), ...nodes]) });
		await editor.openNode(workflow.id, nodes.at(-1)?.id ?? '');
		await editor.page.getByTestId('node-execute-button').click();
		const output = editor.page.getByTestId('output-panel');
		return { output, message: output.getByTestId('node-error-message') };
	}
});
