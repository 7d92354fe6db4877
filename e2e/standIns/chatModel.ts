import { startHttp } from './http';

/** A message of the conversation, as an OpenAI-compatible API takes it. */
export interface ChatMessage {
	readonly role: string;
	readonly content: unknown;
}

/** A chat model on this machine, which does as it was told beforehand. */
export interface ChatModel {
	/** The data of n8n's credential for it. */
	readonly credential: Readonly<Record<string, unknown>>;
	/** The tools that it was offered. */
	tools(): readonly { function: { name: string; parameters: { properties: object } } }[];
	/** The conversation as it stood when it was last asked. */
	messages(): readonly ChatMessage[];
}

interface Asked {
	messages: ChatMessage[];
	tools?: { function: { name: string; parameters: { properties: object } } }[];
}

/**
 * Starts a chat model that calls the tool it is offered with the given arguments, and then says what the tool
 * answered. It stops when the test is over.
 */
export async function startChatModel(args: Readonly<Record<string, string>>): Promise<ChatModel> {
	let asked: Asked = { messages: [] };
	const url = await startHttp(({ body, path }) => {
		if (!path.endsWith('/chat/completions')) return { json: { object: 'list', data: [] } };
		asked = JSON.parse(body.toString()) as Asked;
		const heard = asked.messages.findLast(({ role }) => role === 'tool');
		const message = heard
			? { role: 'assistant', content: `The tool says: ${asText(heard.content)}` }
			: { role: 'assistant', content: null, tool_calls: [callOf(asked, args)] };
		return {
			json: {
				id: 'chatcmpl-1',
				object: 'chat.completion',
				created: 1_700_000_000,
				model: 'gpt-4.1-mini',
				choices: [{ index: 0, message, finish_reason: heard ? 'stop' : 'tool_calls' }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			},
		};
	});
	return {
		credential: { apiKey: 'sk-local', url: `${url}/v1`, header: false },
		tools: () => asked.tools ?? [],
		messages: () => asked.messages,
	};
}

function callOf({ tools }: Asked, args: Readonly<Record<string, string>>) {
	const name = tools?.[0]?.function.name;
	return { id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(args) } };
}

function asText(content: unknown): string {
	return typeof content === 'string' ? content : JSON.stringify(content);
}
