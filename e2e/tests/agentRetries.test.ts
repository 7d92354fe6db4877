import { expect, it } from 'vitest';
import { AGENT_VERSIONS, chatWithTool, TOOL, toolParameters } from '../harness/agent';
import { startDecart } from '../harness/decart';
import { hostCat } from '../harness/hostCat';
import { inEveryN8n } from '../harness/inEveryN8n';
import { startChatModel } from '../standIns/chatModel';

inEveryN8n('An AI agent whose tool has Retry On Fail', (n8n) => {
	for (const agentVersion of AGENT_VERSIONS) {
		const withAgent = `with an AI Agent of version ${agentVersion}`;

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

			const run = await chatWithTool(n8n, decart, model, agentVersion, {
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

			const run = await chatWithTool(n8n, decart, model, agentVersion, {
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 0,
			});

			expect(run.error).toBeUndefined();
			// The second call has all its tries too. To n8n's engine the tries of a call are one run.
			expect(run.data.resultData.runData[TOOL]).toHaveLength(agentVersion === 3 ? 2 : 6);
			expect(model.answers()).toHaveLength(2);
			for (const answer of model.answers()) expect(answer).toMatch(/^\[\{"error":".*404[^\n]*"\}\]$/);
			expect(decart.ledger()).toEqual([]);
		});
	}
});
