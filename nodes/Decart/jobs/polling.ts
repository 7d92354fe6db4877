import type { StoredFile } from '../media/resultFile';
import { abortableSleep } from '../transport/cancellation';
import { now } from '../transport/clock';
import { asDecartError, type DecartError } from '../transport/errors';
import type { JobId } from '../types';
import { errorToContinueWith, jobFailed, jobTimedOut } from './jobErrors';
import { downloadResult, getJob, type Delivery, type PollSettings } from './jobApi';
import type { NodeContext } from '../operation/operation';
import type { Settings } from '../operation/settings';

const FIRST_PAUSE_MS = 500;
const PAUSE_GROWTH = 1.5;
const MIN_LOOK_MS = 1000;
const MAX_LOOK_MS = 30_000;
/** A job that Decart has accepted is given up after so many refusals in a row: one alone may be a server's slip. */
const REFUSALS_UNTIL_BELIEVED = 5;
/** For so many tries the result of a completed job may be a moment later than its status. */
const TRIES_UNTIL_BELIEVED = 5;
/** What servers answer for a result that is not there yet. */
const NOT_READY = new Set([404, 409, 425]);

/** How long to wait before the next look at a job: 0.5 s, 0.75 s, 1.1 s … up to the bound, in milliseconds. */
export function pollDelay(looks: number, boundMs: number): number {
	return Math.min(boundMs, Math.round(FIRST_PAUSE_MS * PAUSE_GROWTH ** looks));
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
 * Waits until a job is completed. A look that fails does not fail the job, and a status that is not known is
 * waited on.
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
	let believable = isNew ? REFUSALS_UNTIL_BELIEVED : 1;
	let refusals = 0;
	for (let looks = 0; deadline > now(); looks += 1) {
		const left = deadline - now();
		await abortableSleep(Math.min(left, pollDelay(looks, settings.pollIntervalMs)), context.api.signal);
		const look = await getJob(context, jobId, pollSettings(settings, deadline), isNew).then(
			(job) => ({ job }),
			(error: unknown) => ({ problem: asDecartError(error) }),
		);
		if ('problem' in look) {
			lastProblem = look.problem;
			refusals = isPassing(lastProblem) ? refusals : refusals + 1;
			if (refusals >= believable || lastProblem.code === 'CANCELLED') {
				throw errorToContinueWith('Wait', jobId, lastProblem);
			}
			continue;
		}
		refusals = 0;
		believable = REFUSALS_UNTIL_BELIEVED;
		status = look.job.status;
		if (status === 'completed') return status;
		if (status === 'failed') throw jobFailed(look.job);
	}
	if (settings.onTimeout === 'returnJob') return status;
	throw jobTimedOut(jobId, settings.timeoutMs, lastProblem);
}

/** The next look repeats a failed one, so that a look need not be stubborn; nor may it outlast the wait. */
function pollSettings({ maxRetries, requestTimeoutMs }: WaitSettings, deadline: number): PollSettings {
	const left = Math.max(MIN_LOOK_MS, deadline - now());
	return {
		maxRetries: Math.min(1, maxRetries),
		requestTimeoutMs: Math.min(requestTimeoutMs, MAX_LOOK_MS, left),
		deadline,
	};
}

/**
 * Fetches the result of a job that was seen completed. Its content may be a moment later than its status.
 *
 * @throws DecartError that says how to fetch it later: it is paid
 */
export async function fetchCompleted(
	context: NodeContext,
	jobId: JobId,
	delivery: Delivery,
): Promise<StoredFile> {
	for (let tries = 0; ; tries += 1) {
		const fetched = await downloadResult(context, jobId, delivery).then(
			(stored) => ({ stored }),
			(error: unknown) => ({ problem: asDecartError(error) }),
		);
		if ('stored' in fetched) return fetched.stored;
		const { httpStatus = 0 } = fetched.problem;
		if (tries >= TRIES_UNTIL_BELIEVED || !NOT_READY.has(httpStatus)) {
			throw errorToContinueWith('Download', jobId, fetched.problem);
		}
		await abortableSleep(pollDelay(tries, MAX_LOOK_MS), context.api.signal);
	}
}

/** Whether a failed look says nothing about the job itself. */
function isPassing({ code, httpStatus }: DecartError): boolean {
	if (code === 'NETWORK_ERROR' || code === 'RATE_LIMITED') return true;
	return (
		code === 'PROCESSING_ERROR' &&
		!(httpStatus && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408)
	);
}
