import { expect, it } from 'vitest';
import { readExample, addCredential, untilEnded } from '../../scripts/n8n/workflows';
import { sampleBytes } from '../../scripts/samples/media';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { hostCat } from '../harness/hostCat';
import { inEveryN8n } from '../harness/shared';
import { startChatModel } from '../standIns/chatModel';
import { openChat } from '../standIns/chatWindow';

inEveryN8n('The example agent-ask-first', (n8n) => {
	async function start(agentVersion = 3) {
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
		const conversation = await (await openChat(n8n, workflow)).converse('Make it a charcoal drawing');
		return { decart, model, url, conversation, first: await conversation.next() };
	}

	it('shows what would be made and its cost, pays after the approval, and gives the link', async () => {
		const { decart, model, url, conversation, first: question } = await start();
		expect(question.text).toBe(`Edit ${url} as follows: “A charcoal drawing”? It costs about $0.02.`);
		expect(decart.ledger()).toEqual([]);

		await conversation.press(question, 'Spend It');

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

	it('pays nothing when a person declines, and the agent is told so', async () => {
		const { decart, model, conversation, first: question } = await start();

		await conversation.press(question, 'Decline');

		await conversation.next();
		expect((await untilEnded(n8n, conversation.executionId)).status).toBe('success');
		expect(model.answers()[0]).toMatch(/rejected/i);
		expect(decart.ledger()).toEqual([]);
	});

	it('neither asks nor pays with an AI Agent of version 2.2, as its notes say', async () => {
		const { decart, model, first } = await start(2.2);
		expect(first.buttons).toEqual([]);
		expect(model.answers()).toEqual(['']);
		expect(decart.ledger()).toEqual([]);
	});
});
