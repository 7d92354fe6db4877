import { expect, it, onTestFinished } from 'vitest';
import { addWorkflow, readExample } from '../../scripts/n8n/workflows';
import { openEditor } from '../harness/editor';
import { inEveryN8n } from '../harness/inEveryN8n';
import { TOOL } from '../harness/agent';

inEveryN8n('The sparkle button of a tool, in the editor', (n8n) => {
	it('stands beside fields for words and numbers, and not beside lists such as the model', async () => {
		const workflow = await readExample('agent-image-tool', { credentials: {}, folder: n8n.files });
		const tool = workflow.nodes.find(({ name }) => name === TOOL);
		if (!tool) throw new Error('The example has no tool');
		const { id } = await addWorkflow(n8n, workflow);
		const editor = await openEditor(n8n);
		onTestFinished(editor.close);
		await editor.openNode(id, tool.id);
		const buttons = editor.page.getByTestId('from-ai-override-button');
		await buttons.first().waitFor();
		const fields = await buttons.evaluateAll((found) =>
			found.map((button) =>
				button
					.closest('[data-test-id="parameter-item"]')
					?.querySelector('[data-test-id^="parameter-input-"]')
					?.getAttribute('data-test-id'),
			),
		);
		expect(fields).toEqual(['parameter-input-prompt', 'parameter-input-dataUrl', 'parameter-input-seed']);
	});
});
