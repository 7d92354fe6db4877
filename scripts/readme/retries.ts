import type { Failure } from '../../nodes/Decart/transport/failure';
import { decideRetry, type FailedAttempt } from '../../nodes/Decart/transport/retry';
import { errorFromFailure } from '../../nodes/Decart/transport/errorFromFailure';
import { code, table } from './markdown';

interface Case {
	readonly what: string;
	readonly failure: Failure;
	readonly retryableStatuses?: readonly number[];
	/** Whether the code depends on the status and on the reason. */
	readonly hasManyCodes?: boolean;
}

const status = (value: number, isFromDecart = false): Failure => ({
	kind: 'status',
	status: value,
	reason: { text: '', isFromDecart },
});

const CASES: readonly Case[] = [
	{ what: 'No connection could be made', failure: { kind: 'notConnected', detail: '' } },
	{ what: 'HTTP 429: too many requests', failure: status(429) },
	{ what: 'HTTP 503 with `Retry-After` or a reason from Decart', failure: status(503, true) },
	{ what: 'Any other HTTP 503', failure: status(503) },
	{
		what: 'The connection was lost, or timed out, after sending began',
		failure: { kind: 'connectionLost', detail: '' },
	},
	{ what: 'HTTP 500 with a reason from Decart', failure: status(500, true) },
	{ what: 'HTTP 500 without one, 502, 504 or 408', failure: status(502) },
	{ what: 'A redirect, but for that of a download, which is followed', failure: status(307) },
	{ what: 'The answer was truncated', failure: { kind: 'unusableBody', detail: '' } },
	{ what: 'HTTP 404 for a job submitted a moment ago', failure: status(404), retryableStatuses: [404] },
	{ what: 'Any other HTTP 4xx', failure: status(422), hasManyCodes: true },
];

/** What is retried and what is not, as the node itself decides. */
export function retriesTable(): string {
	const rows = CASES.map((entry) => [
		entry.what,
		entry.retryableStatuses ? '' : decisionOn(entry, false),
		decisionOn(entry, true),
	]);
	return table(
		['What happened', 'A generation, an upload, a token', 'A status, a download, a lookup, a deletion'],
		rows,
	);
}

const MAX_RETRIES = 3;

function decisionOn({ failure, retryableStatuses, hasManyCodes }: Case, isIdempotent: boolean): string {
	const attempt: FailedAttempt = {
		isIdempotent,
		failure,
		retryableStatuses,
		retries: 0,
		maxRetries: MAX_RETRIES,
		waitedMs: 0,
		random: 1,
		now: 0,
	};
	const { action } = decideRetry(attempt);
	const last = decideRetry({ ...attempt, retries: MAX_RETRIES }).action;
	const outcome = last === 'unknown' ? 'unknown' : 'stop';
	const ending = code(errorFromFailure(failure, outcome, { action: '', isIdempotent }).code);
	if (action === 'unknown') return `**Never retried**: ${ending}`;
	if (action === 'stop') return hasManyCodes ? 'Not retried; the code says why' : `Not retried: ${ending}`;
	return `Retried, then ${ending}`;
}
