import { expect, it } from 'vitest';
import { AGENT_VERSIONS, chatWithTool } from '../harness/agent';
import { startDecart } from '../harness/decart';
import { hostCat } from '../harness/hostCat';
import { inEveryN8n } from '../harness/inEveryN8n';
import { startChatModel } from '../standIns/chatModel';

inEveryN8n('Max Cost (USD) of a tool', (n8n) => {
	for (const agentVersion of AGENT_VERSIONS) {
		it(`holds across the calls of one execution, with an AI Agent of version ${agentVersion}`, async () => {
			const decart = await startDecart(n8n);
			const { url } = await hostCat();
			const prompts = ['Snow', 'Rain', 'Fog'];
			const model = await startChatModel((answers) => {
				const prompt = prompts[answers.length];
				return prompt === undefined ? undefined : { image_url: url, prompt };
			});
			const parameters = {
				resource: 'image',
				operation: 'edit',
				model: 'lucy-image-2',
				dataSource: 'url',
				dataUrl: "={{ $fromAI('image_url') }}",
				prompt: "={{ $fromAI('prompt') }}",
				options: { resolution: '720p', maxCostUsd: 0.04 },
			};

			const run = await chatWithTool(n8n, decart, model, agentVersion, { parameters });

			expect(run.error).toBeUndefined();
			const answers = model.answers();
			expect(answers).toHaveLength(3);
			expect(answers[0]).toContain('$0.02');
			expect(answers[1]).toContain('$0.02');
			expect(answers[2]).toContain(
				'Max Cost (USD) is $0.04: about $0.04 is spent, and this would take $0.02 more',
			);
			expect(decart.ledger()).toHaveLength(2);
		});
	}
});
