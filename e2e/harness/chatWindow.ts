import { onTestFinished, vi } from 'vitest';
import { WebSocket } from 'undici';
import { callWebhook, publish, unpublish, addWorkflow, type WorkflowFile } from '../../scripts/n8n/workflows';
import { USER_AGENT } from './editor';
import type { N8n } from '../../scripts/n8n/launch';

/** A message of n8n in a chat whose trigger answers by nodes: text, with buttons where it asks for approval. */
export interface ChatReply {
	readonly text: string;
	readonly buttons: readonly { readonly text: string; readonly link: string }[];
}

/** A person's side of n8n's hosted chat. */
export interface ChatWindow {
	/** Sends a message, with files, and gives what n8n answers at once. */
	say(
		text: string,
		files?: Readonly<Record<string, Buffer<ArrayBuffer>>>,
	): Promise<Record<string, unknown>>;
	/** Sends a message, and opens the connection on which n8n's nodes answer. */
	converse(text: string): Promise<Conversation>;
}

export interface Conversation {
	readonly executionId: string;
	/** The next message of n8n. */
	next(): Promise<ChatReply>;
	/** Presses a button of a message. */
	press(reply: ChatReply, button: string): Promise<void>;
}

/** What n8n's server says besides messages. */
const HEARTBEAT = 'n8n|heartbeat';
const CONTINUE = 'n8n|continue';

/** Publishes a workflow's chat to everyone until the test is over, and opens it. */
export async function openChat(n8n: N8n, workflow: WorkflowFile): Promise<ChatWindow> {
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.chatTrigger'));
	if (!trigger?.webhookId) throw new Error('The workflow has no chat');
	trigger.parameters.public = true;
	const saved = await addWorkflow(n8n, workflow);
	await publish(n8n, saved);
	onTestFinished(async () => await unpublish(n8n, saved));
	const sessionId = `session of ${saved.id}`;
	const path = `${trigger.webhookId}/chat`;
	const say: ChatWindow['say'] = async (text, files = {}) => {
		const form = new FormData();
		form.append('action', 'sendMessage');
		form.append('sessionId', sessionId);
		form.append('chatInput', text);
		for (const [name, bytes] of Object.entries(files))
			form.append('files', new Blob([bytes], { type: 'image/png' }), name);
		const answer = await callWebhook(n8n, path, { method: 'POST', body: form });
		return (await answer.json()) as Record<string, unknown>;
	};
	return {
		say,
		async converse(text) {
			const { executionId, resumeToken } = await say(text);
			const query = new URLSearchParams({
				sessionId,
				executionId: String(executionId),
				isPublic: 'true',
			});
			if (typeof resumeToken === 'string') query.set('token', resumeToken);
			return connect(`${n8n.url.replace('http', 'ws')}/chat?${query}`, String(executionId));
		},
	};
}

function connect(url: string, executionId: string): Conversation {
	const socket = new WebSocket(url);
	onTestFinished(() => socket.close());
	const received: ChatReply[] = [];
	socket.addEventListener('message', ({ data }) => {
		const message = String(data);
		if (message === HEARTBEAT) return socket.send('n8n|heartbeat-ack');
		if (message === CONTINUE) return;
		received.push(readReply(message));
	});
	return {
		executionId,
		async next() {
			return await vi.waitUntil(() => received.shift(), { timeout: 60_000, interval: 100 });
		},
		async press({ buttons }, name) {
			const button = buttons.find(({ text }) => text === name);
			if (!button) throw new Error(`The message has no button ${name}`);
			const answer = await fetch(button.link, { headers: { 'user-agent': USER_AGENT } });
			if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
		},
	};
}

function readReply(message: string): ChatReply {
	if (!message.startsWith('{')) return { text: message, buttons: [] };
	const { text, buttons } = JSON.parse(message) as ChatReply;
	return { text, buttons };
}
