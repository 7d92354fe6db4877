import { BodyError, NotStoredError } from './responseBody';
import type { ErrorBody } from './errorBody';
import { isRefusedByN8n } from './n8nInternals';

/** What went wrong with one attempt, and how far the request got. */
export type Failure =
	/** No connection was opened, so nothing was sent. */
	| { readonly kind: 'notConnected'; readonly detail: string }
	/** The request could not be made at all: an invalid header, a blocked address, an unreadable file. */
	| { readonly kind: 'invalidRequest'; readonly detail: string }
	/** Lost or timed out after sending began: the server may have acted on it. */
	| { readonly kind: 'connectionLost'; readonly detail: string }
	/** A complete response with a status outside 200 to 299. */
	| StatusFailure
	/** A good status, but a body that was truncated, stalled or is not what it should be. */
	| { readonly kind: 'unusableBody'; readonly detail: string }
	/** A good answer that n8n did not take into its binary store: too large for it, or its disk is full. */
	| { readonly kind: 'notStored'; readonly detail: string };

export interface StatusFailure {
	readonly kind: 'status';
	readonly status: number;
	readonly reason: ErrorBody;
	readonly retryAfter?: string | undefined;
}

const UNREACHED_CODES = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EAI_FAIL',
	'EADDRNOTAVAIL',
	// TLS could not begin, as where an http port is asked. TLS errors after that have other codes.
	'EPROTO',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
/** The system's own words: the call that failed, and how. */
const UNREACHED_MESSAGE = /^(connect|getaddrinfo) E[A-Z_]+|before secure TLS connection was established/;
const UNSENDABLE_CODES = new Set([
	'ERR_INVALID_CHAR',
	'ERR_INVALID_URL',
	'ERR_UNESCAPED_CHARACTERS',
	'ERR_BAD_OPTION',
]);

/**
 * Classifies a thrown error by whether a connection was ever open. The system says so in its error, of which n8n
 * keeps more or less: as a cause in newer versions; in older ones only its code, as `httpCode`, and its message,
 * among `messages`. Whatever does not prove otherwise counts as sent.
 */
export function classifyFailure(error: unknown): Failure {
	const detail = failureDetail(error);
	if (error instanceof BodyError) return { kind: 'unusableBody', detail };
	if (error instanceof NotStoredError) return { kind: 'notStored', detail };
	const clues = collectClues(error);
	if (clues.some(isUnsendable)) return { kind: 'invalidRequest', detail };
	if (clues.some(isUnreached)) return { kind: 'notConnected', detail };
	return { kind: 'connectionLost', detail };
}

/** What an error was caused by, in the system's word for it where there is one: `ECONNRESET`. */
export function failureDetail(error: unknown): string {
	const details = collectClues(error).flatMap(({ code, messages }) => (code ? [code] : messages));
	return details.find(Boolean) ?? 'unknown reason';
}

/** Whether the server asked to be left alone for a while. */
export function isThrottled(failure: Failure): boolean {
	return failure.kind === 'status' && (failure.status === 429 || failure.status === 503);
}

interface Clues {
	readonly className: string;
	readonly code: string;
	readonly messages: readonly string[];
}

function isUnsendable({ code, className }: Clues): boolean {
	return UNSENDABLE_CODES.has(code) || isRefusedByN8n(className);
}

function isUnreached({ code, messages }: Clues): boolean {
	return UNREACHED_CODES.has(code) || messages.some((message) => UNREACHED_MESSAGE.test(message));
}

/** What the error and all it was caused by say, innermost first: that one names the system's reason. */
function collectClues(error: unknown, depth = 0): Clues[] {
	if (typeof error !== 'object' || error === null || depth > 6) return [];
	const { cause, errors, code, httpCode, message, messages } = error as Record<string, unknown>;
	const inner = [cause, ...(Array.isArray(errors) ? errors : [])];
	const clues: Clues = {
		className: (error.constructor as { name?: string } | undefined)?.name ?? '',
		code: [code, httpCode].find(isSystemCode) ?? '',
		messages: [...(Array.isArray(messages) ? messages : []), message].filter(isText),
	};
	return [...inner.flatMap((entry) => collectClues(entry, depth + 1)), clues];
}

function isSystemCode(value: unknown): value is string {
	return isText(value) && /^[A-Z][A-Z_]+$/.test(value);
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}
