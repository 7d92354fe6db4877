import type { JobId } from '../types';
import type { ErrorCode } from './errorCodes';
import { DecartError } from './errors';
import type { Failure } from './failure';
import type { ErrorBody } from './errorBody';

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

const CODES_BY_STATUS: Readonly<Record<number, ErrorCode>> = {
	401: 'INVALID_API_KEY',
	402: 'INSUFFICIENT_CREDITS',
	404: 'NOT_FOUND',
	413: 'PAYLOAD_TOO_LARGE',
	451: 'CONTENT_REJECTED',
};

const CREDIT_CODE =
	/^(insufficient|not_enough|out_of|no)_(credits?|balance|funds|quota)$|^payment_required$/i;
const MODERATION_CODE =
	/^(content|prompt|image|video)_(policy_violation|rejected|moderated|filtered|filter|blocked)$|^moderation|^nsfw/i;
const SIZE_CODE = /^(file|image|video|payload|entity)_too_(large|big)$/i;

/**
 * Phrases by which a refusal differs from others of its status. Only what cannot be about the input counts: "white
 * balance" and "safety vest" are things in an image.
 */
const CREDITS =
	/\b(insufficient|not enough|out of|no|no more|run out of|used up( all)?( of)? your) credits?\b|\b(your|account) (credits|balance) (are|is) (used up|exhausted|empty|too low)\b|\binsufficient[ _-](credits?|balance|funds|quota)\b|\bcredits? (exhausted|depleted)\b|\bpayment required\b/i;
const MODERATION =
	/\bmoderation\b|\bnsfw\b|\bsafety (system|filter|policy|checker)\b|\bcontent[ _-]?(filter|policy)\b|\bpolicy[ _]violation\b|\bviolates? (our|the|decart's) ([a-z]+ )?polic(y|ies)\b/i;
const TOO_LARGE =
	/\b(file|image|video|body|payload|entity|upload) (is )?too (large|big)\b|\bexceeds? the (maximum|max|allowed) (file )?size\b|\bexceeds? .*\b(size limit|bytes)\b|\bmaximum (allowed )?file size\b/i;

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
			return errorCodeForStatus(failure.status, failure.reason);
	}
}

/** The status and Decart's own code decide; words only where the whole phrase is unmistakable. */
function errorCodeForStatus(status: number, { code = '', text }: ErrorBody): ErrorCode {
	const known = CODES_BY_STATUS[status];
	if (known) return known;
	if (status >= 500) return 'PROCESSING_ERROR';
	if (CREDIT_CODE.test(code) || CREDITS.test(text)) return 'INSUFFICIENT_CREDITS';
	if (status === 429) return 'RATE_LIMITED';
	if (MODERATION_CODE.test(code) || MODERATION.test(text)) return 'CONTENT_REJECTED';
	if (status === 403) return 'FORBIDDEN';
	if (status !== 400 && status !== 422) return 'PROCESSING_ERROR';
	return SIZE_CODE.test(code) || TOO_LARGE.test(text) ? 'PAYLOAD_TOO_LARGE' : 'INVALID_INPUT';
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
