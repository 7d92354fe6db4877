import type { JobId } from '../types';
import type { ErrorCode } from './errorCodes';
import { DecartError } from './errors';
import type { Failure } from './failure';

/** The error for 404. */
export interface NotFound {
	readonly code: ErrorCode;
	readonly message: string;
	readonly description: string;
}

/** What a request was about, in the words that an error needs. */
export interface Subject {
	/** What was being done, as in "could not …": `edit the image`. */
	readonly action: string;
	readonly isIdempotent: boolean;
	/** What 404 means here. */
	readonly notFound?: NotFound;
	readonly jobId?: JobId | undefined;
}

/** Words by which a refusal is told from others of its status. */
const CREDITS = /\bcredits?\b|\bbalance\b|\bbilling\b|payment|insufficient[ _](quota|funds)/i;
const MODERATION =
	/moderat|\bsafety\b|nsfw|inappropriate|prohibited|content[ _-]?(filter|policy)|policy[ _]violation|violates? .*polic/i;
const TOO_LARGE =
	/(too|larger?) (large|big|than)|entity too large|exceeds .*(size|bytes)|maximum .*file size/i;

/** The error for a request that is given up: its code, its reason, its next step. */
export function errorFromFailure(
	failure: Failure,
	outcome: 'stop' | 'unknown',
	subject: Subject,
): DecartError {
	const { jobId } = subject;
	const httpStatus = failure.kind === 'status' ? failure.status : undefined;
	const reason = describeFailure(failure);
	if (failure.kind === 'notStored') return notStored(failure.detail, outcome, subject);
	if (outcome === 'unknown') {
		return new DecartError(
			'OUTCOME_UNKNOWN',
			`It is not known whether Decart accepted the request to ${subject.action} (${reason})`,
			{ httpStatus, jobId },
		);
	}
	if (httpStatus === 404 && subject.notFound) {
		const { code, message, description } = subject.notFound;
		return new DecartError(code, message, { httpStatus, jobId, description });
	}
	return new DecartError(errorCodeFor(failure), `Decart could not ${subject.action}: ${reason}`, {
		httpStatus,
		jobId,
	});
}

/** The fault is n8n's: the result is there, and trying again would end in the same way. */
function notStored(detail: string, outcome: 'stop' | 'unknown', { action, jobId }: Subject): DecartError {
	const code = outcome === 'unknown' ? 'OUTCOME_UNKNOWN' : 'PROCESSING_ERROR';
	return new DecartError(
		code,
		`Decart's answer to ${action} arrived, but n8n could not store it: ${detail}`,
		{
			jobId,
			description: `Check the disk of n8n and its limits for binary data. ${
				outcome === 'unknown'
					? 'The result was charged; running the item again is charged again.'
					: ''
			}`.trim(),
		},
	);
}

function errorCodeFor(failure: Failure): ErrorCode {
	switch (failure.kind) {
		case 'notConnected':
		case 'connectionLost':
		case 'unusableBody':
			return 'NETWORK_ERROR';
		case 'notStored':
			return 'PROCESSING_ERROR';
		case 'invalidRequest':
			return 'INVALID_INPUT';
		case 'status':
			return errorCodeForStatus(failure.status, failure.reason.text);
	}
}

function errorCodeForStatus(status: number, reason: string): ErrorCode {
	switch (status) {
		case 401:
			return 'INVALID_API_KEY';
		case 402:
			return 'INSUFFICIENT_CREDITS';
		case 404:
			return 'NOT_FOUND';
		case 413:
			return 'PAYLOAD_TOO_LARGE';
	}
	if (status < 500 && CREDITS.test(reason)) return 'INSUFFICIENT_CREDITS';
	if (status === 429) return 'RATE_LIMITED';
	if (status < 500 && MODERATION.test(reason)) return 'CONTENT_REJECTED';
	if (status === 403) return 'FORBIDDEN';
	if (status === 400 || status === 422)
		return TOO_LARGE.test(reason) ? 'PAYLOAD_TOO_LARGE' : 'INVALID_INPUT';
	return 'PROCESSING_ERROR';
}

function describeFailure(failure: Failure): string {
	switch (failure.kind) {
		case 'status':
			return failure.reason.text
				? `${failure.reason.text} (HTTP ${failure.status})`
				: `HTTP ${failure.status}`;
		case 'notConnected':
			return `no connection could be made, ${failure.detail}`;
		case 'connectionLost':
			return `the connection was lost, ${failure.detail}`;
		case 'invalidRequest':
			return `the request could not be sent, ${failure.detail}`;
		case 'notStored':
			return `n8n could not store the answer, ${failure.detail}`;
		case 'unusableBody':
			return `the answer could not be used, ${failure.detail}`;
	}
}
