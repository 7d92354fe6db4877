import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const MEDIA = join(__dirname, '..', '..', 'examples', 'media');
const DEADLINE_MS = 10 * 60_000;
const POLL_MS = 2_000;

/** A server and the key for it. */
export interface Target {
	readonly url: string;
	readonly apiKey: string;
}

/** One thing that is asked of the API. */
export interface Probe {
	readonly name: string;
	/** List price in US dollars. */
	readonly costUsd: number;
	send(target: Target): Promise<Response>;
}

const get = (path: string) => async (target: Target) => await call(target, path);
const post = (path: string, body: unknown) => async (target: Target) =>
	await call(target, path, {
		method: 'POST',
		body: JSON.stringify(body),
		headers: { 'content-type': 'application/json' },
	});
const generate = (fields: Readonly<Record<string, string>>, file?: string) => async (target: Target) =>
	await call(target, '/v1/generate/lucy-image-2', { method: 'POST', body: await form(fields, file) });

/** Everything that costs nothing, or a cent. */
export const PROBES: readonly Probe[] = [
	{ name: 'quota', costUsd: 0, send: get('/v1/realtime/quota') },
	{
		name: 'model names',
		costUsd: 0,
		send: post('/v1/models/resolve', { models: ['lucy-latest', 'lucy-vton-latest'] }),
	},
	{ name: 'unknown model name', costUsd: 0, send: post('/v1/models/resolve', { model: 'lucy-none' }) },
	{ name: 'no such job', costUsd: 0, send: get('/v1/jobs/00000000-0000-4000-8000-000000000000') },
	{ name: 'no such file', costUsd: 0, send: get('/v1/files/file_none') },
	{
		name: 'wrong key',
		costUsd: 0,
		send: async ({ url }) => await call({ url, apiKey: 'dct_wrong_key' }, '/v1/realtime/quota'),
	},
	{ name: 'client token', costUsd: 0, send: post('/v1/client/tokens', { expiresIn: 60 }) },
	{ name: 'client token for a client token', costUsd: 0, send: mintFromToken },
	{
		name: 'no such model',
		costUsd: 0,
		send: async (target) =>
			await call(target, '/v1/jobs/lucy-none', {
				method: 'POST',
				body: await form({ prompt: 'Snow' }),
			}),
	},
	{ name: 'image without its file', costUsd: 0, send: generate({ prompt: 'Snow' }) },
	{
		name: 'image with a wrong resolution',
		costUsd: 0,
		send: generate({ prompt: 'Snow', resolution: '1p' }, 'cat.png'),
	},
	{
		name: 'image at 480p',
		costUsd: 0.01,
		send: generate({ prompt: 'Snow', resolution: '480p', seed: '1' }, 'cat.png'),
	},
];

/** Three seconds of the cheapest model, from its submission to its file. */
export const VIDEO_PROBE: Probe = { name: 'shortest clip', costUsd: 0.03, send: makeVideo };

/** A client token may not make another one: the refusal of a key that is known and not allowed to. */
async function mintFromToken(target: Target): Promise<Response> {
	const mint = post('/v1/client/tokens', { expiresIn: 60 });
	const minted = await mint(target);
	if (!minted.ok) return minted;
	const { apiKey } = (await minted.json()) as { apiKey: string };
	return await mint({ ...target, apiKey });
}

async function makeVideo(target: Target): Promise<Response> {
	const body = await form({ prompt: 'Snow', seed: '1' }, 'coffee-zoom.mp4');
	const submitted = await call(target, '/v1/jobs/lucy-restyle-2', { method: 'POST', body });
	if (!submitted.ok) return submitted;
	const { job_id: id } = (await submitted.json()) as { job_id: string };
	const deadline = Date.now() + DEADLINE_MS;
	for (;;) {
		const status = await call(target, `/v1/jobs/${id}`);
		const job = (await status.clone().json()) as { status?: string };
		if (job.status === 'completed') return await call(target, `/v1/jobs/${id}/content`);
		if (!status.ok || job.status === 'failed' || Date.now() > deadline) return status;
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
}

async function call({ url, apiKey }: Target, path: string, init: RequestInit = {}): Promise<Response> {
	const headers = { ...(init.headers as Record<string, string> | undefined), 'x-api-key': apiKey };
	// A redirect would carry the key along.
	return await fetch(`${url.replace(/\/+$/, '')}${path}`, { ...init, headers, redirect: 'manual' });
}

async function form(fields: Readonly<Record<string, string>>, file?: string): Promise<FormData> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	if (file === undefined) return body;
	const type = file.endsWith('.png') ? 'image/png' : 'video/mp4';
	body.append('data', new Blob([await readFile(join(MEDIA, file))], { type }), file);
	return body;
}
