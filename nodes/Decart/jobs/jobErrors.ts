import { asDecartError, DecartError } from '../transport/errors';
import { describeReason } from '../transport/errorBody';
import type { JobId } from '../types';
import type { Job } from './jobApi';
import type { NodeContext } from '../operation/operation';

/** The error for a job that ended without a result, with whatever reason its answer holds. */
export function jobFailed(job: Job): DecartError {
	const jobId = job.job_id;
	const reason =
		describeReason({ ...job, job_id: undefined, status: undefined }) || 'Decart gives no reason';
	const ended = job.status.toLowerCase() === 'failed' ? 'failed' : `ended as "${job.status}"`;
	return new DecartError('JOB_FAILED', `The job ${jobId} ${ended}: ${reason}`, { jobId });
}

/** The error for a job that outlasted the wait of `timeoutMs` milliseconds. */
export function jobTimedOut(
	jobId: JobId,
	timeoutMs: number,
	lastProblem: DecartError | undefined,
): DecartError {
	const waited =
		timeoutMs < 120_000 ? `${timeoutMs / 1000} seconds` : `${Math.round(timeoutMs / 6000) / 10} minutes`;
	const problem = lastProblem ? ` The last poll failed: ${lastProblem.message}.` : '';
	return new DecartError('JOB_TIMEOUT', `The job ${jobId} was not completed within ${waited}.${problem}`, {
		jobId,
		description: `The job is still under way at Decart. ${adviceFor('Wait', jobId)}`,
	});
}

/** A paid job outlives the request that failed: the next step is to go on with it, and not to submit anew. */
export function errorToContinueWith(
	operation: 'Wait' | 'Download',
	jobId: JobId,
	error: DecartError,
): DecartError {
	const { code, message, httpStatus } = error;
	if (code === 'NOT_FOUND' || code === 'CANCELLED') return error.forJob(jobId);
	const needsAccess = code === 'INVALID_API_KEY' || code === 'FORBIDDEN';
	const advice = [...(needsAccess ? [error.description] : []), adviceFor(operation, jobId)];
	return new DecartError(code, message, { httpStatus, jobId, description: advice.join(' ') });
}

/** Names the job in an error that ended the work on it, and in the log where that was Cancel. */
export function aboutJob({ functions }: NodeContext, jobId: JobId, problem: unknown): DecartError {
	const error = asDecartError(problem);
	if (error.code === 'CANCELLED') {
		functions.logger.warn(`Canceled while the Decart job ${jobId} was under way; it goes on at Decart`);
	}
	return error.forJob(jobId);
}

function adviceFor(operation: 'Wait' | 'Download', jobId: JobId): string {
	return `Go on with Job → ${operation} and the job ID ${jobId}. Do not submit the item again, that would be paid twice.`;
}
