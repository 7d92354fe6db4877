import { expect, it, onTestFinished } from 'vitest';
import { addCredential, addWorkflow, readExample, untilEnded } from '../../scripts/n8n/workflows';
import { sampleBytes } from '../../scripts/samples/media';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { openEditor } from '../harness/editor';
import { hostCat } from '../harness/hostCat';
import { inEveryN8n } from '../harness/inEveryN8n';
import { startChatModel } from '../standIns/chatModel';
import { openChat } from '../harness/chatWindow';

inEveryN8n('The example agent-ask-first', (n8n) => {
	/** The example with a model that calls the tool once. */
	async function prepare(agentVersion = 3) {
		const decart = await startDecart(n8n);
		const { url } = await hostCat();
		const toolParameters = { image_url: url, prompt: 'A charcoal drawing' };
		const model = await startChatModel((answers) =>
			answers.length === 0 ? { toolParameters, hitlParameters: {} } : undefined,
		);
		const openAiApi = await addCredential(n8n, 'openAiApi', 'OpenAI account', model.credential);
		const credentials = { decartApi: decart.credentialId, openAiApi };
		const workflow = await readExample('agent-ask-first', { credentials, folder: n8n.files });
		for (const node of workflow.nodes) if (node.name === 'AI Agent') node.typeVersion = agentVersion;
		const question = `Edit ${url} as follows: “A charcoal drawing”? It costs about $0.02.`;
		return { decart, model, workflow, question };
	}

	async function start(agentVersion?: number) {
		const { workflow, ...others } = await prepare(agentVersion);
		const conversation = await (await openChat(n8n, workflow)).converse('Make it a charcoal drawing');
		return { ...others, conversation, first: await conversation.next() };
	}

	it('shows what would be made and its cost, pays after the approval, and gives the link', async () => {
		const { decart, model, conversation, question, first } = await start();
		expect(first.text).toBe(question);
		expect(decart.ledger()).toEqual([]);

		await conversation.press(first, 'Spend It');

		const { text } = await conversation.next();
		expect((await untilEnded(n8n, conversation.executionId)).status).toBe('success');
		const link = await fetch(String(/http:\/\/[^"\\\s]+/.exec(text)?.[0]));
		const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
			fields: { prompt: 'A charcoal drawing', seed: '7' },
			files: { data: await sampleBytes('cat.png') },
		});
		expect(expected.equals(Buffer.from(await link.arrayBuffer()))).toBe(true);
		expect(decart.ledger()).toHaveLength(1);
		expect(model.answers()).toHaveLength(1);
	});

	it('pays nothing when a person declines, and the agent hears of it', async () => {
		const { decart, model, conversation, first } = await start();

		await conversation.press(first, 'Decline');

		await conversation.next();
		expect((await untilEnded(n8n, conversation.executionId)).status).toBe('success');
		expect(model.answers()[0]).toMatch(/rejected/i);
		expect(decart.ledger()).toEqual([]);
	});

	it('asks in the chat of the editor too', async () => {
		const { decart, workflow, question } = await prepare();
		const { id } = await addWorkflow(n8n, workflow);
		const { page, close } = await openEditor(n8n);
		onTestFinished(close);
		await page.goto(`${n8n.url}/workflow/${id}`);

		await page.getByTestId('workflow-chat-button').click();
		await page.locator('.chat-inputs textarea').fill('Make it a charcoal drawing');
		await page.keyboard.press('Enter');

		await page.getByText(question).waitFor();
		expect(decart.ledger()).toEqual([]);
		await page.getByRole('button', { name: 'Spend It' }).click();
		await page.locator('.chat-message-from-bot').getByText('Made cat-lucy-image-2.png').waitFor();
		expect(decart.ledger()).toHaveLength(1);
	});

	it('neither asks nor pays with an AI Agent of version 2.2, as its notes say', async () => {
		const { decart, model, first } = await start(2.2);
		expect(first.buttons).toEqual([]);
		expect(model.answers()).toEqual(['']);
		expect(decart.ledger()).toEqual([]);
	});
});
