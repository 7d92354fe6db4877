import { expect, it } from 'vitest';
import type { N8n } from '../../scripts/n8n/launch';
import { findParameter } from '../../scripts/readme/agentFields';
import { addCredential, addWorkflow, readExample, runWorkflow } from '../../scripts/n8n/workflows';
import { resultWithoutN8n, startDecart, type Decart } from '../harness/decart';
import { hostCat } from '../harness/hostCat';
import { inEveryN8n } from '../harness/shared';
import { startChatModel, type ChatModel } from '../standIns/chatModel';

const TOOL = 'Edit a Picture';
const EDIT = { resource: 'image', operation: 'edit' };

/** The description in the editor, which the pages say to copy. */
const describeField = (name: string): string | undefined => findParameter(name, EDIT).description;

/** Runs the example with a chat model; `agentVersion` is the AI Agent's, `tool` what is changed in our node. */
async function chat(n8n: N8n, decart: Decart, model: ChatModel, agentVersion: number, tool: object = {}) {
	const openAiApi = await addCredential(n8n, 'openAiApi', 'OpenAI account', model.credential);
	const workflow = await readExample('agent-image-tool', {
		credentials: { decartApi: decart.credentialId, openAiApi },
		folder: n8n.files,
	});
	for (const node of workflow.nodes) {
		if (node.name === 'AI Agent') node.typeVersion = agentVersion;
		if (node.name === TOOL) Object.assign(node, tool);
	}
	return await runWorkflow(n8n, await addWorkflow(n8n, workflow), {
		name: 'When Chat Message Received',
		items: [{ json: { sessionId: 'a chat', action: 'sendMessage', chatInput: 'Edit it' } }],
	});
}

inEveryN8n('The example agent-image-tool', (n8n) => {
	// Agents of version 3 let n8n's engine run their tools; older ones run them themselves.
	for (const agentVersion of [2.2, 3]) {
		const withAgent = `with an AI Agent of version ${agentVersion}`;

		it(`lets an agent edit the image at a URL and give the link, ${withAgent}`, async () => {
			const decart = await startDecart(n8n);
			const { image, url } = await hostCat();
			const args = { image_url: url, prompt: 'A charcoal drawing' };
			const model = await startChatModel((answers) => (answers.length === 0 ? args : undefined));

			const run = await chat(n8n, decart, model, agentVersion);

			expect(run.error).toBeUndefined();
			expect(model.tools().map((tool) => tool.function)).toMatchObject([
				{
					name: 'Edit_a_Picture',
					description:
						'Edits the picture at a URL as the prompt says. Gives the link to the edited picture.',
					parameters: {
						required: ['prompt', 'image_url'],
						properties: {
							image_url: { type: 'string', description: describeField('dataUrl') },
							prompt: { type: 'string', description: describeField('prompt') },
						},
					},
				},
			]);
			const [answer = ''] = model.answers();
			expect(answer).toMatch(/"Made cat-lucy-image-2\.png with lucy-image-2 \(image\/png, [^"]*Link, /);
			const link = await fetch(String(/http:\/\/[^"\\\s]+/.exec(answer)?.[0]));
			const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
				fields: { prompt: 'A charcoal drawing', seed: '7' },
				files: { data: image },
			});
			expect(expected.equals(Buffer.from(await link.arrayBuffer()))).toBe(true);
			expect(decart.ledger()).toHaveLength(1);
		});

		it(`offers the fields of the sparkle buttons by their labels, with the words beside them, ${withAgent}`, async () => {
			const decart = await startDecart(n8n);
			const { url } = await hostCat();
			const args = { Image_URL: url, Prompt: 'Snow', Seed: 11 };
			const model = await startChatModel((answers) => (answers.length === 0 ? args : undefined));
			const parameters = {
				resource: 'image',
				operation: 'edit',
				model: 'lucy-image-2',
				dataSource: 'url',
				dataUrl: sparkle('dataUrl', 'string'),
				prompt: sparkle('prompt', 'string'),
				options: { seed: sparkle('seed', 'number'), resolution: '480p' },
			};

			const run = await chat(n8n, decart, model, agentVersion, { parameters });

			expect(run.error).toBeUndefined();
			expect(model.tools().map((tool) => tool.function)).toMatchObject([
				{
					description: 'Edit an image in Decart',
					parameters: {
						required: ['Prompt', 'Image_URL', 'Seed'],
						properties: {
							Image_URL: { type: 'string', description: describeField('dataUrl') },
							Prompt: { type: 'string', description: describeField('prompt') },
							Seed: { type: 'number', description: describeField('seed') },
						},
					},
				},
			]);
			// What costs more stays as the person has set it.
			expect(decart.ledger()).toMatchObject([
				{ model: 'lucy-image-2', fields: { prompt: 'Snow', seed: '11', resolution: '480p' } },
			]);
		});

		it(`tells an agent what was wrong with its URL, so that it can repair it, ${withAgent}`, async () => {
			const decart = await startDecart(n8n);
			const { url, missing } = await hostCat();
			const model = await startChatModel((answers) => {
				if (answers.length === 0) return { image_url: missing, prompt: 'Snow' };
				return answers.length === 1 && /404/.test(answers[0] ?? '')
					? { image_url: url, prompt: 'Snow' }
					: undefined;
			});

			const run = await chat(n8n, decart, model, agentVersion);

			expect(run.error).toBeUndefined();
			expect(model.answers()).toHaveLength(2);
			expect(model.answers()[0]).toMatch(/^\[\{"error":".*dog\.png.*404.*"\}\]$/);
			expect(model.answers()[1]).toContain('Link, valid for a day: http');
			expect(decart.ledger()).toHaveLength(1);
		});

		it(`pays once for two tries of one call, ${withAgent}`, async () => {
			const refusal = { kind: 'status', status: 422 } as const;
			const decart = await startDecart(n8n, {
				faults: { rules: [{ on: 'generate', after: 1, times: 1, fault: refusal }] },
			});
			const { url } = await hostCat();
			const args = { image_url: url, prompt: 'Snow' };
			const model = await startChatModel((answers) => (answers.length === 0 ? args : undefined));
			const parameters = {
				...(await toolParameters(n8n)),
				options: { variations: 2, concurrency: 1, seed: 7 },
			};

			const run = await chat(n8n, decart, model, agentVersion, {
				parameters,
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 0,
			});

			expect(run.error).toBeUndefined();
			expect(model.answers()[0]?.match(/Link, valid/g)).toHaveLength(2);
			expect(decart.ledger()).toHaveLength(2);
		});

		it(`reads what to change after the last of all tries, ${withAgent}`, async () => {
			const decart = await startDecart(n8n);
			const { missing } = await hostCat();
			const args = { image_url: missing, prompt: 'Snow' };
			const model = await startChatModel((answers) => (answers.length < 2 ? args : undefined));

			const run = await chat(n8n, decart, model, agentVersion, {
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 0,
			});

			expect(run.error).toBeUndefined();
			expect(run.data.resultData.runData[TOOL]?.length).toBe(0);
			// Twice, so that the second call has all its tries too.
			expect(model.answers()).toHaveLength(2);
			for (const answer of model.answers()) expect(answer).toMatch(/^\[\{"error":".*404[^\n]*"\}\]$/);
			expect(decart.ledger()).toEqual([]);
		});
	}
});

/** What the editor writes for the sparkle button, with the description that a person has copied beside it. */
function sparkle(name: string, type: string): string {
	const { displayName, description } = findParameter(name, EDIT);
	const key = displayName.replaceAll(' ', '_');
	return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, '${type}') }}`;
}

async function toolParameters(n8n: N8n): Promise<object> {
	const { nodes } = await readExample('agent-image-tool', { credentials: {}, folder: n8n.files });
	return nodes.find(({ name }) => name === TOOL)?.parameters ?? {};
}
