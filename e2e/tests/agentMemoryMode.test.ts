import { beforeAll, describe, expect, it } from 'vitest';
import type { N8n } from '../../scripts/n8n/launch';
import { chosenVersions } from '../../scripts/n8n/versions';
import { AGENT_VERSIONS, chatWithTool, toolParameters } from '../harness/agent';
import { startDecart } from '../harness/decart';
import { hostCat } from '../harness/hostCat';
import { sharedN8n } from '../harness/inEveryN8n';
import { startChatModel } from '../standIns/chatModel';

describe.each(chosenVersions())(
	'The example agent-image-tool, in n8n $n8n with files in memory',
	(version) => {
		let n8n: N8n;
		beforeAll(async () => {
			n8n = await sharedN8n(version, 'default');
		});

		it.each(AGENT_VERSIONS)(
			'says before paying that there is no link, to an AI Agent of version %d',
			async (agent) => {
				const decart = await startDecart(n8n);
				const { url } = await hostCat();
				const args = { image_url: url, prompt: 'Snow' };
				const model = await startChatModel((answers) => (answers.length === 0 ? args : undefined));

				const run = await chatWithTool(n8n, decart, model, agent);

				expect(run.error).toBeUndefined();
				expect(model.answers()[0]).toMatch(/Output As: this n8n cannot make signed URLs\. Choose /);
				expect(decart.ledger()).toEqual([]);
			},
		);

		it.each(AGENT_VERSIONS)(
			'keeps to the file that a person chose, with an AI Agent of version %d',
			async (agent) => {
				const decart = await startDecart(n8n);
				const { url } = await hostCat();
				const args = { image_url: url, prompt: 'Snow' };
				const model = await startChatModel((answers) => (answers.length === 0 ? args : undefined));
				const parameters = {
					...(await toolParameters(n8n)),
					options: { seed: 7, outputAs: 'binary' },
				};

				const run = await chatWithTool(n8n, decart, model, agent, { parameters });

				expect(run.error).toBeUndefined();
				expect(model.answers()[0]).toMatch(
					/"Made .*There is no link to it: the file is in n8n only\."/,
				);
				expect(decart.ledger()).toHaveLength(1);
			},
		);
	},
);
