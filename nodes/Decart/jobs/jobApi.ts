import { storeResult, type StoredFile } from '../media/resultFile';
import type { FileType } from '../media/fileType';
import { BodyError } from '../transport/responseBody';
import { readJson } from '../transport/readJson';
import { request } from '../transport/request';
import type { NotFound } from '../transport/errorFromFailure';
import type { JobId, MediaKind } from '../types';
import type { NodeContext } from '../operation/operation';
import type { Settings } from '../operation/settings';

/** A job as Decart describes it; what else its answer holds is not documented. */
export interface Job {
	readonly job_id: JobId;
	readonly status: string;
	readonly [field: string]: unknown;
}

/**
 * Reads what describes a job. An id is enough, whatever its type: it is what was paid for.
 *
 * @returns the job, its status `pending` where it has none; `undefined` for anything else
 */
export function readJob(answer: unknown): Job | undefined {
	if (typeof answer !== 'object' || answer === null) return undefined;
	const { job_id: id, status } = answer as { job_id?: unknown; status?: unknown };
	const jobId = typeof id === 'number' ? String(id) : id;
	if (typeof jobId !== 'string' || jobId === '') return undefined;
	return { ...answer, job_id: jobId, status: typeof status === 'string' ? status : 'pending' };
}

/**
 * Finds the job that an answer to a submission names, whatever surrounds its id: a byte order mark, other text, or
 * an end that is missing. It is paid for, so it must not be lost.
 */
export function findJob(answer: string): Job | undefined {
	const text = answer.replace(/^\uFEFF/, '');
	try {
		return readJob(JSON.parse(text));
	} catch {
		const [, id] = /"job_id"\s*:\s*("(?:[^"\\]|\\.)+"|\d+)/.exec(text) ?? [];
		return id === undefined ? undefined : readJob({ job_id: JSON.parse(id) as unknown });
	}
}

/** How a job is polled. */
export interface PollSettings extends Pick<Settings, 'maxRetries' | 'requestTimeoutMs'> {
	/** The moment after which the answer is of no use, on the monotonic clock. */
	readonly deadline?: number;
}

/**
 * Fetches a job's status.
 *
 * @throws DecartError `NOT_FOUND` when Decart knows no such job
 */
export async function fetchJob(
	{ api }: NodeContext,
	jobId: JobId,
	{ maxRetries, requestTimeoutMs, deadline }: PollSettings,
	justSubmitted = false,
): Promise<Job> {
	return await request(
		api,
		{
			method: 'GET',
			path: `/v1/jobs/${encodeURIComponent(jobId)}`,
			accept: 'application/json',
			isIdempotent: true,
			action: `look up the job ${jobId}`,
			jobId,
			notFound: jobNotFound(jobId),
			maxRetries,
			timeoutMs: requestTimeoutMs,
			deadline,
			retryableStatuses: justSubmitted ? [404] : [],
		},
		async (response) => {
			const job = readPoll(api.redactor.data(await readJson(response, requestTimeoutMs)), jobId);
			if (job?.job_id === jobId) return job;
			throw new BodyError(job ? 'it describes another job' : 'it describes no job');
		},
	);
}

/** The answer to a poll is known to be about the job asked for, so that a status alone is enough. */
function readPoll(answer: unknown, jobId: JobId): Job | undefined {
	const job = readJob(answer);
	if (job || typeof answer !== 'object' || answer === null) return job;
	const { job_id: id, status } = answer as { job_id?: unknown; status?: unknown };
	const isNamed = id !== undefined && id !== null && id !== '';
	return isNamed || typeof status !== 'string' ? undefined : readJob({ ...answer, job_id: jobId });
}

/** How a result is stored, and what it may be. */
export interface Delivery {
	readonly kinds: readonly MediaKind[];
	readonly nameFor: (type: FileType) => string;
	readonly settings: Pick<Settings, 'maxRetries' | 'requestTimeoutMs'>;
}

/**
 * Downloads a job's result into n8n's binary store, again while it is truncated.
 *
 * @throws DecartError `NOT_FOUND`, or `PROCESSING_ERROR` for a job that is not completed
 */
export async function downloadResult(
	{ functions, api }: NodeContext,
	jobId: JobId,
	{ kinds, nameFor, settings }: Delivery,
): Promise<StoredFile> {
	// A file that has the same length in two downloads is not truncated.
	const sizes = new Set<number>();
	const acceptsPadding = (bytes: number) =>
		settings.maxRetries === 0 || sizes.has(bytes) || !sizes.add(bytes);
	return await request(
		api,
		{
			method: 'GET',
			path: `/v1/jobs/${encodeURIComponent(jobId)}/content`,
			accept: '*/*',
			isIdempotent: true,
			action: `download the result of the job ${jobId}`,
			jobId,
			notFound: jobNotFound(jobId),
			maxRetries: settings.maxRetries,
			timeoutMs: settings.requestTimeoutMs,
			followsRedirect: true,
		},
		async (response) =>
			await storeResult(functions, response, {
				kinds,
				nameFor,
				timeoutMs: settings.requestTimeoutMs,
				acceptsPadding,
			}),
	);
}

function jobNotFound(jobId: JobId): NotFound {
	return {
		code: 'NOT_FOUND',
		message: `Decart knows no job ${jobId}, or no longer`,
		description:
			'Check the job ID. It belongs to the account whose key submitted it, and results are not kept for ever.',
	};
}
