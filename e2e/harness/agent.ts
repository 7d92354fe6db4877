import type { N8n } from '../../scripts/n8n/launch';
import { addCredential, addWorkflow, readExample, runWorkflow } from '../../scripts/n8n/workflows';
import type { ChatModel } from '../standIns/chatModel';
import type { Decart } from './decart';

/** The Decart node of the example agent-image-tool. */
export const TOOL = 'Edit an Image';

/** Agents of version 3 let n8n's engine run their tools; older ones run them themselves. */
export const AGENT_VERSIONS = [2.2, 3];

/** Runs the example with a chat model; `agentVersion` is the AI Agent's, `tool` what is changed in our node. */
export async function chatWithTool(
	n8n: N8n,
	decart: Decart,
	model: ChatModel,
	agentVersion: number,
	tool: object = {},
) {
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

/** What the example's tool is set to. */
export async function toolParameters(n8n: N8n): Promise<object> {
	const { nodes } = await readExample('agent-image-tool', { credentials: {}, folder: n8n.files });
	return nodes.find(({ name }) => name === TOOL)?.parameters ?? {};
}
