import { inspectForm, type FormPart } from './form';
import { startHttp } from './http';

/** A photo that someone sends to the bot. */
export interface Photo {
	readonly bytes: Buffer;
	readonly caption?: string;
}

/** What the bot has sent to the chat. */
export interface Sent {
	/** `sendPhoto`, `sendMessage`. */
	readonly method: string;
	readonly parts: Readonly<Record<string, FormPart>>;
}

/** Telegram's Bot API on this machine. */
export interface Telegram {
	/** The data of n8n's credential for it. */
	readonly credential: Readonly<Record<string, string>>;
	/** Where n8n has asked messages to be sent. */
	webhook(): string | undefined;
	/** Sends a message to the bot, as someone in the chat. */
	say(message: { text: string } | Photo): Promise<void>;
	sent(): readonly Sent[];
}

const TOKEN = '123456:a-token';
const CHAT = 4711;

/** Starts the Bot API until the test is over. */
export async function startTelegram(): Promise<Telegram> {
	const photos: Buffer[] = [];
	const sent: Sent[] = [];
	let hook: { url: string; secret_token?: string } | undefined;
	const url = await startHttp(({ path, headers, body }) => {
		const [, file] = /^\/file\/bot[^/]+\/photos\/(\d+)\.jpg$/.exec(path) ?? [];
		if (file !== undefined) return { bytes: photos[Number(file)] ?? Buffer.alloc(0), type: 'image/jpeg' };
		const [, method = ''] = /^\/bot[^/]+\/(\w+)/.exec(path) ?? [];
		const parts = inspectForm(headers['content-type'] ?? '', body);
		if (method === 'setWebhook') {
			hook = {
				url: parts.url?.text ?? '',
				...(parts.secret_token && { secret_token: parts.secret_token.text }),
			};
			return { json: { ok: true, result: true } };
		}
		if (method === 'getFile') {
			const id = parts.file_id?.text ?? new URL(path, 'http://x').searchParams.get('file_id') ?? '';
			const result = {
				file_id: id,
				file_unique_id: id,
				file_path: `photos/${id.replace('photo-', '')}.jpg`,
			};
			return { json: { ok: true, result } };
		}
		if (method.startsWith('send')) {
			sent.push({ method, parts });
			return { json: { ok: true, result: { message_id: sent.length, chat: { id: CHAT } } } };
		}
		return { json: { ok: true, result: true } };
	});
	let updates = 0;
	const tell = async (message: object): Promise<void> => {
		if (!hook) throw new Error('Nobody has set a webhook');
		updates += 1;
		const from = { id: CHAT, is_bot: false, first_name: 'Ann' };
		const about = { message_id: updates, date: 1_700_000_000, from, chat: { id: CHAT, type: 'private' } };
		const answer = await fetch(hook.url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...(hook.secret_token && { 'x-telegram-bot-api-secret-token': hook.secret_token }),
			},
			body: JSON.stringify({ update_id: updates, message: { ...about, ...message } }),
		});
		if (!answer.ok) throw new Error(`n8n answered ${answer.status}: ${await answer.text()}`);
	};
	return {
		credential: { accessToken: TOKEN, baseUrl: url },
		webhook: () => hook?.url,
		say: async (message) => {
			if ('text' in message) return await tell(message);
			const number = photos.push(message.bytes) - 1;
			const size = {
				file_id: `photo-${number}`,
				file_unique_id: `photo-${number}`,
				width: 600,
				height: 400,
			};
			await tell({
				photo: [size, size, size, size],
				...(message.caption && { caption: message.caption }),
			});
		},
		sent: () => sent,
	};
}
