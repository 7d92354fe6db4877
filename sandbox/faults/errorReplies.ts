import { json, type Reply } from '../http/reply';
import type { EchoKeyFault, ErrorBody, RetryAfter, StatusFault } from './faultPlan';

const REASONS: Readonly<Record<number, string>> = {
	402: 'Insufficient credits',
	413: 'Request Entity Too Large',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

/** A page such as a gateway puts in the place of an answer. */
export function page(title: string): Buffer {
	return Buffer.from(
		`<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`,
	);
}

/** The answer of a `status` fault, in the shape that it asks for. */
export function statusReply(fault: StatusFault): Reply {
	const reason = fault.reason ?? REASONS[fault.status] ?? 'Error';
	const reply = errorReply(fault.status, fault.body ?? 'detail', reason);
	if (!fault.retryAfter) return reply;
	return { ...reply, headers: { ...reply.headers, 'retry-after': retryAfterValue(fault.retryAfter) } };
}

/** The answer of a server that repeats what it was sent, key and all. */
export function echoReply(fault: EchoKeyFault, key: string | undefined): Reply {
	const message = `Upstream rejected headers {"x-api-key": "${key ?? ''}"}`;
	return json({ detail: message, request: { headers: { 'x-api-key': key } } }, fault.status ?? 500);
}

function errorReply(status: number, body: ErrorBody, reason: string): Reply {
	switch (body) {
		case 'detail':
			return json({ detail: reason }, status);
		case 'error':
			return json({ error: reason }, status);
		case 'errorObject':
			return json({ error: { message: reason, code: `E${status}` } }, status);
		case 'message':
			return json({ message: reason }, status);
		case 'text':
			return { status, headers: { 'content-type': 'text/plain' }, body: Buffer.from(reason) };
		case 'html':
			return { status, headers: { 'content-type': 'text/html' }, body: page(`${status} ${reason}`) };
		case 'empty':
			return { status, headers: {}, body: Buffer.alloc(0) };
	}
}

function retryAfterValue(retryAfter: RetryAfter): string {
	if ('seconds' in retryAfter) return String(retryAfter.seconds);
	return new Date(Date.now() + retryAfter.dateInSeconds * 1000).toUTCString();
}
