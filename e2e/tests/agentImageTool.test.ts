import { expect, it, onTestFinished } from 'vitest';
import { startFileHost } from '../../sandbox/fileHost';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { inEveryN8n } from '../harness/shared';
import { addCredential, addExample, runWorkflow } from '../../scripts/n8n/workflows';
import { startChatModel } from '../standIns/chatModel';

inEveryN8n('The example agent-image-tool', (n8n) => {
	it('lets an agent edit the picture at a URL and hear where the result is', async () => {
		const decart = await startDecart(n8n);
		const host = await startFileHost();
		onTestFinished(async () => await host.close());
		const picture = await sampleBytes('cat.png');
		const pictureUrl = host.serve('cat.png', { body: picture, contentType: 'image/png' });
		const model = await startChatModel({ picture_url: pictureUrl, prompt: 'A charcoal drawing' });
		const workflow = await addExample(n8n, 'agent-image-tool', {
			credentials: {
				decartApi: decart.credentialId,
				openAiApi: await addCredential(n8n, 'openAiApi', 'OpenAI account', model.credential),
			},
		});

		const chatInput = `Make ${pictureUrl} a charcoal drawing`;
		const run = await runWorkflow(n8n, workflow, {
			name: 'When Chat Message Received',
			items: [{ json: { sessionId: 'a chat', action: 'sendMessage', chatInput } }],
		});

		expect(run.error).toBeUndefined();
		expect(Object.keys(model.tools()[0]?.function.parameters.properties ?? {}).sort()).toEqual([
			'picture_url',
			'prompt',
		]);
		const heard = String(model.messages().findLast(({ role }) => role === 'tool')?.content);
		const [result] = JSON.parse(heard) as Record<string, unknown>[];
		expect(result).toMatchObject({ model: 'lucy-image-2', status: 'completed', mimeType: 'image/png' });
		const link = await fetch(String(result?.url));
		const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
			fields: { prompt: 'A charcoal drawing', seed: '7' },
			files: { data: picture },
		});
		expect(expected.equals(Buffer.from(await link.arrayBuffer()))).toBe(true);
		expect(String(run.items('AI Agent')[0]?.json.output)).toContain(String(result?.url));
	});
});
