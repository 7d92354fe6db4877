import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../nodes/Decart/transport/errorCodes';
import type { Failure } from '../../../nodes/Decart/transport/failure';
import { parseErrorBody } from '../../../nodes/Decart/transport/errorBody';
import { errorFromFailure, type Subject } from '../../../nodes/Decart/transport/errorFromFailure';

const editing: Subject = {
	action: 'edit the image with lucy-image-2',
	isIdempotent: false,
	notFound: {
		code: 'MODEL_NOT_FOUND',
		message: 'Decart does not serve it',
		description: 'Choose another.',
	},
};

function refused(status: number, body: string): Failure {
	return { kind: 'status', status, reason: parseErrorBody(body) };
}

function stopped(failure: Failure, subject = editing) {
	return errorFromFailure(failure, 'stop', subject);
}

describe('what a refusal is called', () => {
	it.each([
		[401, '{"detail":"Invalid API key"}', 'INVALID_API_KEY'],
		[402, '', 'INSUFFICIENT_CREDITS'],
		[403, '{"detail":"Not allowed for this key"}', 'FORBIDDEN'],
		[403, '{"detail":"Your balance is used up"}', 'INSUFFICIENT_CREDITS'],
		[429, '{"error":{"message":"Slow down","code":"insufficient_quota"}}', 'INSUFFICIENT_CREDITS'],
		[429, '{"error":{"message":"You exceeded your quota","code":"rate_limit"}}', 'RATE_LIMITED'],
		[429, '{"error":"insufficient_quota: please check your billing"}', 'INSUFFICIENT_CREDITS'],
		[429, '', 'RATE_LIMITED'],
		[413, '<html><title>413 Request Entity Too Large</title></html>', 'PAYLOAD_TOO_LARGE'],
		[400, '{"detail":"The file is too large"}', 'PAYLOAD_TOO_LARGE'],
		[422, '{"detail":"File exceeds the maximum size of 200 MB"}', 'PAYLOAD_TOO_LARGE'],
		[400, '{"detail":"Rejected by moderation"}', 'CONTENT_REJECTED'],
		[403, '{"message":"The prompt violates our usage policy"}', 'CONTENT_REJECTED'],
		[422, '{"detail":"NSFW content"}', 'CONTENT_REJECTED'],
		[451, '{"detail":"Unavailable"}', 'CONTENT_REJECTED'],
		[400, '{"error":{"message":"Refused","code":"content_policy_violation"}}', 'CONTENT_REJECTED'],
		[403, '{"error":{"message":"Refused","code":"insufficient_credits"}}', 'INSUFFICIENT_CREDITS'],
		[400, '{"detail":"The white balance of the image cannot be read"}', 'INVALID_INPUT'],
		[422, '{"detail":"prompt: a worker in a safety vest"}', 'INVALID_INPUT'],
		[
			422,
			'{"detail":"prompt: a prohibited zone, a payment terminal, and the end credits"}',
			'INVALID_INPUT',
		],
		[422, '{"detail":"prompt: an inappropriate length"}', 'INVALID_INPUT'],
		[422, '{"detail":"seed: the value is larger than 4294967295"}', 'INVALID_INPUT'],
		[400, '{"detail":"Invalid payload"}', 'INVALID_INPUT'],
		[403, '<title>Blocked by network policy</title>', 'FORBIDDEN'],
		[422, '{"detail":[{"loc":["body","prompt"],"msg":"Field required"}]}', 'INVALID_INPUT'],
		[
			422,
			'{"detail":[{"loc":["body","prompt"],"msg":"String should have at most 1000 characters"}]}',
			'INVALID_INPUT',
		],
		[418, 'I am a teapot', 'PROCESSING_ERROR'],
		[500, '{"detail":"Out of credits"}', 'PROCESSING_ERROR'],
		[503, '', 'PROCESSING_ERROR'],
	])('%d with %s', (status, body, code) => {
		const error = stopped(refused(status, body));
		expect(error).toMatchObject({ code, httpStatus: status });
		expect(error.description).toBe(ERROR_CODES[error.code].nextStep);
	});

	it('names what was being done, the reason and the status', () => {
		expect(stopped(refused(422, '{"detail":"Bad file"}')).message).toBe(
			'Decart could not edit the image with lucy-image-2: Bad file (HTTP 422)',
		);
		expect(stopped(refused(418, '')).message).toBe(
			'Decart could not edit the image with lucy-image-2: HTTP 418',
		);
	});

	it('says in its own words what 404 means where something was asked for', () => {
		expect(stopped(refused(404, '{"detail":"Not Found"}'))).toMatchObject({
			code: 'MODEL_NOT_FOUND',
			message: 'Decart does not serve it',
			description: 'Choose another.',
			httpStatus: 404,
		});
		expect(stopped(refused(404, ''), { action: 'look', isIdempotent: true }).code).toBe('NOT_FOUND');
	});

	it.each<[Failure, string]>([
		[{ kind: 'notConnected', detail: 'ECONNREFUSED' }, 'NETWORK_ERROR'],
		[{ kind: 'connectionLost', detail: 'ECONNRESET' }, 'NETWORK_ERROR'],
		[{ kind: 'unusableBody', detail: 'it stalled' }, 'NETWORK_ERROR'],
		[{ kind: 'invalidRequest', detail: 'ERR_INVALID_CHAR' }, 'INVALID_INPUT'],
	])('names what went wrong on the way: %j', (failure, code) => {
		const error = stopped(failure);
		expect(error.code).toBe(code);
		expect(error.message).toContain('detail' in failure ? failure.detail : '');
		expect(error.httpStatus).toBeUndefined();
	});

	it.each<Failure>([
		{ kind: 'connectionLost', detail: 'ECONNRESET' },
		{ kind: 'unusableBody', detail: 'it ended early' },
		{ kind: 'status', status: 502, reason: { text: 'Bad Gateway', isFromDecart: false } },
	])('tells to look at the account before running again, when the outcome is unknown: %j', (failure) => {
		const error = errorFromFailure(failure, 'unknown', editing);
		expect(error.code).toBe('OUTCOME_UNKNOWN');
		expect(error.description).toMatch(/account .* before you run this item again/);
		expect(error.message).toContain('edit the image with lucy-image-2');
	});

	it('carries the job that it is about', () => {
		const looking: Subject = { action: 'look up the job job_1', isIdempotent: true, jobId: 'job_1' };
		for (const outcome of ['stop', 'unknown'] as const) {
			expect(errorFromFailure({ kind: 'connectionLost', detail: 'x' }, outcome, looking).jobId).toBe(
				'job_1',
			);
		}
		expect(stopped(refused(404, ''), looking).jobId).toBe('job_1');
	});

	it('has a meaning and a next step for every code', () => {
		for (const { meaning, nextStep } of Object.values(ERROR_CODES)) {
			expect(meaning.length).toBeGreaterThan(10);
			expect(nextStep).toMatch(/\.$/);
		}
	});
});
