import { createHmac } from 'node:crypto';
import { json, refusal, type Reply } from '../http/reply';
import type { Call, State } from './context';

const DEFAULT_SECONDS = 60;

interface TokenRequest {
	readonly expiresIn?: number | null;
	readonly allowedModels?: string[] | null;
	readonly allowedOrigins?: string[] | null;
	readonly constraints?: unknown;
}

/** `GET /v1/realtime/quota`. */
export async function getQuota(_call: Call, state: State): Promise<Reply> {
	return json(state.quota);
}

/** `POST /v1/client/tokens`: a short-lived key, which cannot mint another one. */
export async function createClientToken(call: Call, state: State): Promise<Reply> {
	if (call.grant.kind === 'client') {
		return refusal(403, 'Cannot create client token from a client token');
	}
	const request = (call.json ?? {}) as TokenRequest;
	const models = request.allowedModels ?? undefined;
	const origins = request.allowedOrigins ?? undefined;
	const apiKey = state.newId('ek_');
	const expiresAt = state.keys.mint(apiKey, request.expiresIn ?? DEFAULT_SECONDS, models);
	return json({
		apiKey,
		token: signedToken(apiKey, expiresAt),
		expiresAt: new Date(expiresAt).toISOString(),
		permissions: models || origins ? { ...(models && { models }), ...(origins && { origins }) } : null,
		constraints: request.constraints ?? null,
	});
}

/** In the shape of a signed JWT; nothing reads its content. */
function signedToken(apiKey: string, expiresAt: number): string {
	const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const signature = createHmac('sha256', apiKey).update(String(expiresAt)).digest('base64url');
	return `${encode({ alg: 'EdDSA', typ: 'JWT' })}.${encode({ exp: Math.floor(expiresAt / 1000) })}.${signature}`;
}
