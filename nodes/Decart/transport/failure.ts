import type { Reason } from './reason';

/** What went wrong with one attempt, and how far the request got. */
export type Failure =
	/** No connection was opened, so nothing was sent. */
	| { readonly kind: 'unreached'; readonly detail: string }
	/** The request could not be made at all: an invalid header, a blocked address, an unreadable file. */
	| { readonly kind: 'unsendable'; readonly detail: string }
	/** Lost or timed out after sending began: the server may have acted on it. */
	| { readonly kind: 'lost'; readonly detail: string }
	/** A whole answer with a status outside 200 to 299. */
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly reason: Reason;
			readonly retryAfter?: string | undefined;
	  }
	/** A good status, but a body that was cut short, stalled or is not what it should be. */
	| { readonly kind: 'body'; readonly detail: string };

const UNREACHED_CODES = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EAI_FAIL',
	'EADDRNOTAVAIL',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const UNREACHED_SYSCALLS = new Set(['connect', 'getaddrinfo']);
const UNREACHED_MESSAGE = 'before secure TLS connection was established';
const UNSENDABLE_CODES = new Set([
	'ERR_INVALID_CHAR',
	'ERR_INVALID_URL',
	'ERR_UNESCAPED_CHARACTERS',
	'ERR_BAD_OPTION',
]);

interface SystemError {
	readonly code?: unknown;
	readonly syscall?: unknown;
	readonly message?: unknown;
	readonly cause?: unknown;
	readonly errors?: unknown;
}

/**
 * Tells from a thrown error whether a connection was ever open. The operating system says so (`syscall`),
 * and n8n keeps that error as a cause; whatever does not prove otherwise counts as sent.
 */
export function failureOf(error: unknown): Failure {
	const chain = causesOf(error);
	const detail = chain.map(nameOf).find(Boolean) ?? 'unknown reason';
	if (chain.some(isUnsendable)) return { kind: 'unsendable', detail };
	if (chain.some(isUnreached)) return { kind: 'unreached', detail };
	return { kind: 'lost', detail };
}

/** n8n's address policy refuses a request before a connection is made; its error classes are not exported. */
const BLOCKED_CLASS = /^Ssrf/;

function isUnsendable(error: SystemError): boolean {
	const { code, constructor } = error as SystemError & { constructor?: { name?: string } };
	return (
		(typeof code === 'string' && UNSENDABLE_CODES.has(code)) ||
		BLOCKED_CLASS.test(constructor?.name ?? '')
	);
}

function isUnreached({ code, syscall, message }: SystemError): boolean {
	return (
		(typeof code === 'string' && UNREACHED_CODES.has(code)) ||
		(typeof syscall === 'string' && UNREACHED_SYSCALLS.has(syscall)) ||
		(typeof message === 'string' && message.includes(UNREACHED_MESSAGE))
	);
}

function nameOf({ code, message }: SystemError): string {
	if (typeof code === 'string' && code !== '') return code;
	return typeof message === 'string' ? message : '';
}

/** The error and all it was caused by, innermost first: that one names the system's reason. */
function causesOf(error: unknown, depth = 0): SystemError[] {
	if (typeof error !== 'object' || error === null || depth > 6) return [];
	const { cause, errors } = error as SystemError;
	const inner = [cause, ...(Array.isArray(errors) ? errors : [])];
	return [...inner.flatMap((entry) => causesOf(entry, depth + 1)), error];
}
