import { startHttp } from './http';

/** A message of the conversation, as an OpenAI-compatible API takes it. */
export interface ChatMessage {
	readonly role: string;
	readonly content: unknown;
}

/** A tool that the model is offered. */
export interface OfferedTool {
	readonly function: {
		readonly name: string;
		readonly description: string;
		readonly parameters: {
			readonly properties: Record<string, { type?: string; description?: string }>;
			readonly required: readonly string[];
		};
	};
}

/** A chat model on this machine, which answers as set up beforehand. */
export interface ChatModel {
	/** The data of n8n's credential for it. */
	readonly credential: Readonly<Record<string, unknown>>;
	/** The tools that it was offered. */
	tools(): readonly OfferedTool[];
	/** What the tool answered, call after call. */
	answers(): readonly string[];
}

export type ToolArguments = Readonly<Record<string, unknown>>;

interface Asked {
	messages: ChatMessage[];
	tools?: OfferedTool[];
}

/**
 * Starts a chat model that calls the tool it is offered, and then repeats what the tool answered last. It stops
 * when the test is over.
 *
 * @param nextCall gives the arguments of the next call for the answers so far; nothing when it has called enough
 */
export async function startChatModel(
	nextCall: (answers: readonly string[]) => ToolArguments | undefined,
): Promise<ChatModel> {
	let asked: Asked = { messages: [] };
	const answers = () =>
		asked.messages.filter(({ role }) => role === 'tool').map(({ content }) => asText(content));
	const url = await startHttp(({ body, path }) => {
		if (!path.endsWith('/chat/completions')) return { json: { object: 'list', data: [] } };
		asked = JSON.parse(body.toString()) as Asked;
		const args = nextCall(answers());
		const message = args
			? { role: 'assistant', content: null, tool_calls: [toolCall(asked, args, answers().length)] }
			: { role: 'assistant', content: `The tool says: ${answers().at(-1)}` };
		return {
			json: {
				id: 'chatcmpl-1',
				object: 'chat.completion',
				created: 1_700_000_000,
				model: 'gpt-4.1-mini',
				choices: [{ index: 0, message, finish_reason: args ? 'tool_calls' : 'stop' }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			},
		};
	});
	return {
		credential: { apiKey: 'sk-local', url: `${url}/v1`, header: false },
		tools: () => asked.tools ?? [],
		answers,
	};
}

function toolCall({ tools }: Asked, args: ToolArguments, number: number) {
	const name = tools?.[0]?.function.name;
	return { id: `call_${number}`, type: 'function', function: { name, arguments: JSON.stringify(args) } };
}

function asText(content: unknown): string {
	return typeof content === 'string' ? content : JSON.stringify(content);
}
