import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { startSandbox } from '../sandbox';
import { openEditor, type Editor } from './harness/editor';
import { installN8n } from '../scripts/n8n/install';
import { startN8n, type N8n } from '../scripts/n8n/launch';
import { chain, code, decartNode, manualTrigger } from './harness/nodes';
import { installPackage } from '../scripts/n8n/package';
import { ROOT } from '../scripts/n8n/paths';
import { layOutSampleFiles } from '../scripts/samples/exampleFiles';
import { CURRENT } from '../scripts/n8n/versions';
import { addCredential, addExample, addWorkflow } from '../scripts/n8n/workflows';

const FOLDER = join(ROOT, 'docs/images');
const WIDTH = 1200;

/** `npx gulp && npx tsx e2e/screenshots.ts`: takes the README's images of the editor anew. */
async function main(): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	const installed = await installN8n(CURRENT, (line) => void process.stdout.write(`${line}\n`));
	await installPackage();
	const n8n = await startN8n(installed);
	const sandbox = await startSandbox();
	const editor = await openEditor(n8n);
	try {
		await layOutSampleFiles(n8n.files);
		const { apiKey, url: baseUrl } = sandbox;
		const credential = await addCredential(n8n, 'decartApi', 'Decart account', { apiKey, baseUrl });
		await takeForm(n8n, editor, credential);
		await takeNode(n8n, editor, credential);
		await takeFailure(n8n, editor, credential);
	} finally {
		await editor.close();
		await sandbox.close();
		await n8n.stop();
	}
}

/** The form example after a run: the form, the page that follows, and the canvas. */
async function takeForm(n8n: N8n, editor: Editor, credential: string): Promise<void> {
	const { page } = editor;
	const workflow = await addExample(n8n, 'photo-form', { credentials: { decartApi: credential } });
	await page.goto(`${n8n.url}/workflow/${workflow.id}`);
	const opened = page.context().waitForEvent('page');
	await page.getByTestId('execute-workflow-button').first().click();
	const form = await opened;
	await form.setViewportSize({ width: 720, height: 600 });
	await form.locator('input[type=file]').setInputFiles(join(ROOT, 'examples/media/coffee.jpg'));
	await form.locator('select').selectOption('Hand-drawn anime with soft colors');
	const filled = await form.screenshot();
	await form.locator('#submit-btn').click();
	await form.getByText('Save the photo').waitFor();
	await save('form', await sideBySide(filled, await form.screenshot()));
	await form.close();
	await page.getByText('Workflow executed successfully').first().waitFor();
	await page.getByTestId('zoom-to-fit').click();
	await settle(editor);
	await take(editor, 'workflow', { x: 50, y: 150, width: 1390, height: 810 });
}

async function sideBySide(left: Buffer, right: Buffer): Promise<Buffer> {
	const { width, height } = await sharp(left).metadata();
	return await sharp(left)
		.extend({ right: width })
		.composite([{ input: await sharp(right).resize(width, height).toBuffer(), left: width, top: 0 }])
		.png()
		.toBuffer();
}

/** The node's panel with its files, before and after. */
async function takeNode(n8n: N8n, editor: Editor, credential: string): Promise<void> {
	const { page } = editor;
	const credentials = { decartApi: credential };
	const workflow = await addExample(n8n, 'restyle-photos', { credentials });
	await page.goto(`${n8n.url}/workflow/${workflow.id}`);
	await page.getByTestId('execute-workflow-button').first().click();
	await page.getByText('Workflow executed successfully').first().waitFor();
	await page.locator('[data-node-name="Restyle Photos"]').getByTestId('canvas-default-node').dblclick();
	await page.getByTestId('node-parameters').waitFor();
	// The second photo, before and after.
	for (const side of ['ndv-input-panel', 'output-panel']) {
		await page.getByTestId(side).getByText('Binary', { exact: true }).click();
		await page.getByTestId(side).getByText('View', { exact: true }).nth(1).click();
	}
	await settle(editor);
	await take(editor, 'node');
}

/** What a person reads when an item cannot be worked on. */
async function takeFailure(n8n: N8n, editor: Editor, credential: string): Promise<void> {
	const file = { data: '', mimeType: 'image/png', fileName: 'cat.png' };
	const items = [{ json: { photo: 'cat.png' }, binary: { front: file, back: file } }];
	const node = decartNode('Restyle', credential, {
		resource: 'image',
		operation: 'edit',
		prompt: 'A watercolor painting',
		dataBinary: 'photo',
	});
	const workflow = await addWorkflow(n8n, {
		name: 'A failing run',
		...chain([
			manualTrigger('Start'),
			code('Photos', `return ${JSON.stringify(items)}`),
			{ ...node, typeVersion: 1.1 },
		]),
	});
	await editor.openNode(workflow.id, node.id);
	await editor.page.getByTestId('node-execute-button').click();
	await editor.page.getByTestId('node-error-message').waitFor();
	await settle(editor);
	await take(editor, 'error');
}

/** Lets animations end and notices go. */
async function settle({ page }: Editor): Promise<void> {
	await page.mouse.move(700, 5);
	await page.waitForTimeout(6_000);
}

async function take(
	{ page }: Editor,
	name: string,
	clip = { x: 0, y: 0, width: 1440, height: 900 },
): Promise<void> {
	await save(name, await page.screenshot({ clip }));
}

async function save(name: string, image: Buffer): Promise<void> {
	await sharp(image)
		.resize(WIDTH)
		.png({ palette: true, quality: 85, effort: 10 })
		.toFile(join(FOLDER, `${name}.png`));
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exitCode = 1;
});
