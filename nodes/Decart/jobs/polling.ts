import type { StoredFile } from '../media/resultFile';
import { abortableSleep } from '../transport/cancellation';
import { now } from '../transport/clock';
import { asDecartError, type DecartError } from '../transport/errors';
import type { JobId } from '../types';
import { errorToContinueWith, jobFailed, jobTimedOut } from './jobErrors';
import { downloadResult, fetchJob, type Delivery, type PollSettings } from './jobApi';
import type { NodeContext } from '../operation/operation';
import type { Settings } from '../operation/settings';

const FIRST_INTERVAL_MS = 500;
const INTERVAL_GROWTH = 1.5;
const MIN_POLL_TIMEOUT_MS = 1000;
const MAX_POLL_TIMEOUT_MS = 30_000;
/** Polling of a job that Decart has accepted ends after so many refusals in a row. A single one may be an error. */
const MAX_REFUSALS = 5;
/** The result of a completed job may follow its status a moment later. */
const MAX_DOWNLOAD_RETRIES = 5;
/** What servers answer for a result that is not there yet. */
const NOT_READY = new Set([404, 409, 425]);

/** The backoff before the next poll: 0.5 s, 0.75 s, 1.1 s … up to the maximum, in milliseconds. */
export function pollDelay(polls: number, maxMs: number): number {
	return Math.min(maxMs, Math.round(FIRST_INTERVAL_MS * INTERVAL_GROWTH ** polls));
}

/** What a wait for a job needs of the settings. */
export type WaitSettings = Pick<
	Settings,
	'pollIntervalMs' | 'timeoutMs' | 'onTimeout' | 'requestTimeoutMs' | 'maxRetries'
>;

/** A job to wait for: as its submission answered, or by its id alone. */
export interface JobToPoll {
	readonly jobId: JobId;
	/** What is known of it so far. */
	readonly status: string;
	/** It may not be known to every server yet. */
	readonly isNew: boolean;
}

/**
 * Polls a job until it is completed. A failed poll does not fail the job, and neither does an unknown status.
 *
 * @returns the job's last known status: `completed`, or another after the timeout where the user wants the job
 * @throws DecartError `JOB_FAILED` with the reason that the answer holds, `JOB_TIMEOUT`, `NOT_FOUND` or
 * `CANCELLED`; each names the job
 */
export async function pollJob(
	context: NodeContext,
	{ jobId, status: submittedStatus, isNew }: JobToPoll,
	settings: WaitSettings,
): Promise<string> {
	const deadline = now() + settings.timeoutMs;
	let status = submittedStatus;
	let lastProblem: DecartError | undefined;
	let maxRefusals = isNew ? MAX_REFUSALS : 1;
	let refusals = 0;
	for (let polls = 0; deadline > now(); polls += 1) {
		const left = deadline - now();
		await abortableSleep(Math.min(left, pollDelay(polls, settings.pollIntervalMs)), context.api.signal);
		const poll = await fetchJob(context, jobId, pollSettings(settings, deadline), isNew).then(
			(job) => ({ job }),
			(error: unknown) => ({ problem: asDecartError(error) }),
		);
		if ('problem' in poll) {
			lastProblem = poll.problem;
			refusals = isTransient(lastProblem) ? refusals : refusals + 1;
			if (refusals >= maxRefusals || lastProblem.code === 'CANCELLED') {
				throw errorToContinueWith('Wait', jobId, lastProblem);
			}
			continue;
		}
		refusals = 0;
		maxRefusals = MAX_REFUSALS;
		status = poll.job.status;
		if (status === 'completed') return status;
		if (status === 'failed') throw jobFailed(poll.job);
	}
	if (settings.onTimeout === 'returnJob') return status;
	throw jobTimedOut(jobId, settings.timeoutMs, lastProblem);
}

/** A poll is retried once, since the next poll retries anyway. It ends with the wait. */
function pollSettings({ maxRetries, requestTimeoutMs }: WaitSettings, deadline: number): PollSettings {
	const left = Math.max(MIN_POLL_TIMEOUT_MS, deadline - now());
	return {
		maxRetries: Math.min(1, maxRetries),
		requestTimeoutMs: Math.min(requestTimeoutMs, MAX_POLL_TIMEOUT_MS, left),
		deadline,
	};
}

/**
 * Downloads the result of a completed job, which may follow its status a moment later.
 *
 * @throws DecartError that says how to fetch it later: it is paid
 */
export async function downloadWhenReady(
	context: NodeContext,
	jobId: JobId,
	delivery: Delivery,
): Promise<StoredFile> {
	for (let retries = 0; ; retries += 1) {
		const download = await downloadResult(context, jobId, delivery).then(
			(stored) => ({ stored }),
			(error: unknown) => ({ problem: asDecartError(error) }),
		);
		if ('stored' in download) return download.stored;
		const { httpStatus = 0 } = download.problem;
		if (retries >= MAX_DOWNLOAD_RETRIES || !NOT_READY.has(httpStatus)) {
			throw errorToContinueWith('Download', jobId, download.problem);
		}
		await abortableSleep(pollDelay(retries, MAX_POLL_TIMEOUT_MS), context.api.signal);
	}
}

/** Whether a failed poll says nothing about the job itself. */
function isTransient({ code, httpStatus }: DecartError): boolean {
	if (code === 'NETWORK_ERROR' || code === 'RATE_LIMITED') return true;
	return (
		code === 'PROCESSING_ERROR' &&
		!(httpStatus && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408)
	);
}
