/** Bytes that lie on the disk and are sent from there. */
export interface StoredBytes {
	readonly path: string;
	readonly size: number;
}

/** What the API answers, before anything has happened to it on its way. */
export interface Reply {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer | StoredBytes;
	/** The ledger entry of the generation whose result the body is: sending it is delivering it. */
	readonly delivers?: string;
}

/** A JSON answer. */
export function json(value: unknown, status = 200): Reply {
	return {
		status,
		headers: { 'content-type': 'application/json' },
		body: Buffer.from(JSON.stringify(value)),
	};
}

/** FastAPI's refusal, `{ "detail": … }`. */
export function refusal(status: number, detail: unknown): Reply {
	return json({ detail }, status);
}

/** An answer without a body. */
export function empty(status = 204): Reply {
	return { status, headers: {}, body: Buffer.alloc(0) };
}

/** Media, from memory or from the disk. */
export function media(contentType: string, body: Buffer | StoredBytes, delivers: string): Reply {
	return { status: 200, headers: { 'content-type': contentType }, body, delivers };
}

/** How many bytes the body of an answer has. */
export function bodySize(body: Reply['body']): number {
	return Buffer.isBuffer(body) ? body.length : body.size;
}
