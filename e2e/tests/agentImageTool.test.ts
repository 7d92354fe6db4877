import { expect, it } from 'vitest';
import { findParameter } from '../../scripts/readme/agentFields';
import { AGENT_VERSIONS, chatWithTool } from '../harness/agent';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { hostCat } from '../harness/hostCat';
import { inEveryN8n } from '../harness/inEveryN8n';
import { startChatModel } from '../standIns/chatModel';

const EDIT = { resource: 'image', operation: 'edit' };

/** The description in the editor, which the pages say to copy. */
const describeField = (name: string): string | undefined => findParameter(name, EDIT).description;

inEveryN8n('The example agent-image-tool', (n8n) => {
	for (const agentVersion of AGENT_VERSIONS) {
		const withAgent = `with an AI Agent of version ${agentVersion}`;

		it(`lets an agent edit the image at a URL and give the link, ${withAgent}`, async () => {
			const decart = await startDecart(n8n);
			const { image, url } = await hostCat();
			const args = { image_url: url, prompt: 'A charcoal drawing' };
			const model = await startChatModel((answers) => (answers.length === 0 ? args : undefined));

			const run = await chatWithTool(n8n, decart, model, agentVersion);

			expect(run.error).toBeUndefined();
			expect(model.tools().map((tool) => tool.function)).toMatchObject([
				{
					name: 'Edit_an_Image',
					description:
						'Edits the image at a URL as the prompt says. Gives the link to the edited image.',
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

			const run = await chatWithTool(n8n, decart, model, agentVersion, { parameters });

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
				{ model: 'lucy-image-2', fields: { prompt: 'Snow', seed: 11, resolution: '480p' } },
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

			const run = await chatWithTool(n8n, decart, model, agentVersion);

			expect(run.error).toBeUndefined();
			expect(model.answers()).toHaveLength(2);
			expect(model.answers()[0]).toMatch(/^\[\{"error":".*dog\.png.*404.*"\}\]$/);
			expect(model.answers()[1]).toContain('Link, valid for a day: http');
			expect(decart.ledger()).toHaveLength(1);
		});
	}
});

/** What the editor writes for the sparkle button, with the description that a person has copied beside it. */
function sparkle(name: string, type: string): string {
	const { displayName, description } = findParameter(name, EDIT);
	const key = displayName.replaceAll(' ', '_');
	return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, '${type}') }}`;
}
