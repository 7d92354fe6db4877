import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEditor, type Editor } from '../harness/editor';
import { openForm, type Form } from '../harness/form';
import { inEveryN8n } from '../harness/inEveryN8n';

const OPTIONS = { dryRun: true, maxCostUsd: 3, maxRetries: 7, seed: 42, selfAnchor: false };
const isOption = (name: string) => name in OPTIONS;

inEveryN8n('After another operation is chosen, the editor', (n8n) => {
	let editor: Editor;
	let form: Form;
	beforeAll(async () => {
		editor = await openEditor(n8n);
		const parameters = { resource: 'video', operation: 'edit', prompt: 'Snow', options: OPTIONS };
		form = await openForm(n8n, editor, parameters);
	});
	afterAll(async () => await editor.close());

	it('keeps the options that the new operation has too', async () => {
		await expectOptions(['dryRun', 'maxCostUsd', 'maxRetries', 'seed', 'selfAnchor']);
		await form.choose('operation', 'Restyle');
		await expectOptions(['dryRun', 'maxCostUsd', 'maxRetries', 'seed']);
		await form.choose('resource', 'Image');
		await expectOptions(['dryRun', 'maxCostUsd', 'maxRetries', 'seed']);
		expect(await read('maxCostUsd')).toBe('3.00');
		expect(await read('seed')).toBe('42');
	});

	it('drops those that it does not have', async () => {
		await form.choose('resource', 'Job');
		await expectOptions(['maxRetries']);
		expect(await read('maxRetries')).toBe('7');
		await form.choose('resource', 'Image');
		await expectOptions(['maxRetries']);
	});

	async function expectOptions(names: readonly string[]): Promise<void> {
		await expect.poll(async () => (await form.read()).fields.filter(isOption).sort()).toEqual(names);
	}

	async function read(option: string): Promise<string> {
		return await editor.page.getByTestId(`parameter-input-${option}`).locator('input').inputValue();
	}
});
