import type { StoredFile } from '../media/resultFile';
import { abortableSleep } from '../transport/cancellation';
import { now } from '../transport/clock';
import { asDecartError, type DecartError } from '../transport/errors';
import type { JobId } from '../types';
import { errorToContinueWith, jobFailed, jobTimedOut } from './jobErrors';
import { downloadResult, fetchJob, type Delivery, type PollSettings } from './jobApi';
import { outcomeFromStatus } from './jobStatus';
import { nextPollDelay } from './pollingSchedule';
import type { NodeContext } from '../operation/operation';
import type { Settings } from '../operation/settings';

const FIRST_READY_DELAY_MS = 500;
const READY_DELAY_GROWTH = 1.5;
/** The last poll begins at the end of the wait, and has this long for its answer. */
const LAST_POLL_TIMEOUT_MS = 1000;
const MAX_POLL_TIMEOUT_MS = 30_000;
/** Polling of a job that Decart has accepted ends after so many refusals in a row. A single one may be an error. */
const MAX_REFUSALS = 5;
/** The result of a completed job may follow its status a moment later. */
const MAX_DOWNLOAD_RETRIES = 5;
/** What servers answer for a result that is not there yet. */
const NOT_READY = new Set([404, 409, 425]);

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
	const startedAt = now();
	const deadline = startedAt + settings.timeoutMs;
	const { jobTimes } = context;
	let status = submittedStatus;
	let lastProblem: DecartError | undefined;
	let lastUnderWayMs = 0;
	let maxRefusals = isNew ? MAX_REFUSALS : 1;
	let refusals = 0;
	// A job from elsewhere may be done already, so the first poll comes at once.
	let delay = isNew ? nextPollDelay(0, settings.pollIntervalMs, jobTimes.recent()) : 0;
	// The last poll comes at the deadline itself.
	for (let isLast = false; !isLast;) {
		const left = Math.max(0, deadline - now());
		isLast = delay >= left;
		await abortableSleep(Math.min(left, delay), context.api.signal);
		const polledAt = now();
		const poll = await fetchJob(context, jobId, pollSettings(settings, deadline), isNew).then(
			(job) => ({ job }),
			(error: unknown) => ({ problem: asDecartError(error) }),
		);
		delay = nextPollDelay(now() - startedAt, settings.pollIntervalMs, isNew ? jobTimes.recent() : []);
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
		const outcome = outcomeFromStatus(status);
		if (outcome === 'failed') throw jobFailed(poll.job);
		if (outcome === 'completed') {
			if (isNew) jobTimes.add({ lastUnderWayMs, foundDoneMs: now() - startedAt });
			return 'completed';
		}
		lastUnderWayMs = polledAt - startedAt;
	}
	if (settings.onTimeout === 'returnJob') return status;
	throw jobTimedOut(jobId, settings.timeoutMs, lastProblem);
}

/** A poll is retried once, since the next poll retries anyway. It ends soon after the wait. */
function pollSettings({ maxRetries, requestTimeoutMs }: WaitSettings, deadline: number): PollSettings {
	const left = Math.max(LAST_POLL_TIMEOUT_MS, deadline - now());
	return {
		maxRetries: Math.min(1, maxRetries),
		requestTimeoutMs: Math.min(requestTimeoutMs, MAX_POLL_TIMEOUT_MS, left),
		deadline: deadline + LAST_POLL_TIMEOUT_MS,
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
		await abortableSleep(FIRST_READY_DELAY_MS * READY_DELAY_GROWTH ** retries, context.api.signal);
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
