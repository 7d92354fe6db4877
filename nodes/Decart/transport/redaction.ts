import { secretPattern } from './secretPattern';

const MASK = '***';
/** Another account's key: no file name, and no word, since a key has digits. */
const ACCOUNT_KEY = /\bdct_(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{8,}(?!\w|\.[A-Za-z][A-Za-z0-9]{1,4}\b)/g;

/** Client tokens: the key that begins with `ek_`, and the signed JWT that comes with it. */
const CLIENT_TOKEN = /\bek_[\w-]{8,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g;

/** Takes the key out of a text or, at any depth, out of data. */
export interface Redactor {
	text(value: string): string;
	data<T>(value: T): T;
}

/**
 * Removes an API key from everything that leaves the node: the key itself, however it is written, and whatever
 * else looks like an account key. A server may echo the request it was sent. The pattern is made when it is first
 * needed: most runs redact nothing.
 */
export function createRedactor(apiKey: string): Redactor {
	let secret: ReturnType<typeof secretPattern> | null = null;
	const text = (value: string) => {
		if (secret === null) secret = secretPattern(apiKey);
		return (secret ? value.replace(secret, MASK) : value).replace(ACCOUNT_KEY, MASK);
	};
	const data = <T>(value: T): T => mapStrings(value, text) as T;
	return { text, data };
}

/** Removes client tokens from the text of an error. The answer that brings one keeps it. */
export function redactClientTokens(text: string): string {
	return text.replace(CLIENT_TOKEN, MASK);
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
	if (typeof value === 'string') return map(value);
	if (Array.isArray(value)) return value.map((entry) => mapStrings(entry, map));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [map(key), mapStrings(entry, map)]),
	);
}
