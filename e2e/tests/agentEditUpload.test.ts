import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../../scripts/n8n/paths';
import { sampleBytes } from '../../scripts/samples/media';
import { addCredential, addWorkflow, readExample } from '../../scripts/n8n/workflows';
import { AGENT_VERSIONS } from '../harness/agent';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { openEditor } from '../harness/editor';
import { inEveryN8n } from '../harness/inEveryN8n';
import { startChatModel } from '../standIns/chatModel';
import { openChat } from '../harness/chatWindow';

inEveryN8n('The example agent-edit-upload', (n8n) => {
	for (const agentVersion of AGENT_VERSIONS) {
		const withAgent = `with an AI Agent of version ${agentVersion}`;

		async function prepare() {
			const decart = await startDecart(n8n);
			const model = await startChatModel((answers) =>
				answers.length === 0 ? { prompt: 'A charcoal drawing' } : undefined,
			);
			const openAiApi = await addCredential(n8n, 'openAiApi', 'OpenAI account', model.credential);
			const credentials = { decartApi: decart.credentialId, openAiApi };
			const workflow = await readExample('agent-edit-upload', { credentials, folder: n8n.files });
			for (const node of workflow.nodes) if (node.name === 'AI Agent') node.typeVersion = agentVersion;
			return { decart, model, workflow };
		}

		async function chat() {
			const { workflow, ...others } = await prepare();
			return { ...others, window: await openChat(n8n, workflow) };
		}

		it(`edits the photo that came with the message, ${withAgent}`, async () => {
			const { decart, model, window } = await chat();
			const photo = await sampleBytes('cat.png');

			const { output } = await window.say('Make it a charcoal drawing', { 'cat.png': photo });

			expect(output).toMatch(/Made cat-lucy-image-2\.png with lucy-image-2 /);
			const link = await fetch(String(/http:\/\/[^"\\\s]+/.exec(String(output))?.[0]));
			const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
				fields: { prompt: 'A charcoal drawing', seed: '7' },
				files: { data: photo },
			});
			expect(expected.equals(Buffer.from(await link.arrayBuffer()))).toBe(true);
			expect(decart.ledger()).toHaveLength(1);
			// The agent is asked for the words only: the file is none of its business.
			const [tool] = model.tools();
			expect(Object.keys(tool?.function.parameters.properties ?? {})).toEqual(['prompt']);
		});

		it(`takes the photo from the chat of the editor too, ${withAgent}`, async () => {
			const { decart, workflow } = await prepare();
			const { id } = await addWorkflow(n8n, workflow);
			const { page, close } = await openEditor(n8n);
			onTestFinished(close);
			await page.goto(`${n8n.url}/workflow/${id}`);

			await page.getByTestId('workflow-chat-button').click();
			const chooser = page.waitForEvent('filechooser');
			await page.locator('.chat-input-file-button').click();
			await (await chooser).setFiles(join(ROOT, 'examples/media/cat.png'));
			await page.locator('.chat-inputs textarea').fill('Make it a charcoal drawing');
			await page.keyboard.press('Enter');

			await page.locator('.chat-message-from-bot').getByText('Made cat-lucy-image-2.png').waitFor();
			expect(decart.ledger()).toHaveLength(1);
		});

		it(`tells the agent that no photo came, and pays nothing, ${withAgent}`, async () => {
			const { decart, model, window } = await chat();
			await window.say('Make it a charcoal drawing');
			expect(model.answers()).toEqual([
				'[{"error":"Image Binary Field: the expression gives no file. Ask for another file."}]',
			]);
			expect(decart.ledger()).toEqual([]);
		});
	}
});
