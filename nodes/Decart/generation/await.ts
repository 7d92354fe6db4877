import { storeResult, type StoredFile } from '../media/output';
import type { SniffedType } from '../media/sniff';
import { BodyError } from '../transport/body';
import { pause } from '../transport/cancellation';
import { asDecartError, DecartError } from '../transport/errors';
import { readJson } from '../transport/json';
import { describe } from '../transport/reason';
import { request } from '../transport/request';
import type { NotFound } from '../transport/statusErrors';
import type { JobId, MediaKind } from '../types';
import type { NodeContext } from './operation';
import type { Settings } from './settings';
import { isJob, type Job } from './submit';

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

interface LookSettings extends Pick<Settings, 'maxRetries' | 'requestTimeoutMs'> {
	/** The moment after which the answer is of no use, in milliseconds since 1970. */
	readonly deadline?: number;
}

/** A job to wait for: as its submission answered, or by its id alone. */
export interface AwaitedJob {
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
export async function awaitJob(
	context: NodeContext,
	{ jobId, status: submittedStatus, isNew }: AwaitedJob,
	settings: WaitSettings,
): Promise<string> {
	const deadline = Date.now() + settings.timeoutMs;
	let status = submittedStatus;
	let lastProblem: DecartError | undefined;
	let believable = isNew ? REFUSALS_UNTIL_BELIEVED : 1;
	let refusals = 0;
	for (let looks = 0; deadline > Date.now(); looks += 1) {
		const left = deadline - Date.now();
		await pause(Math.min(left, pollDelay(looks, settings.pollIntervalMs)), context.api.signal);
		const look = await getJob(context, jobId, lookSettings(settings, deadline), isNew).then(
			(job) => ({ job }),
			(error: unknown) => ({ problem: asDecartError(error) }),
		);
		if ('problem' in look) {
			lastProblem = look.problem;
			refusals = isPassing(lastProblem) ? refusals : refusals + 1;
			if (refusals >= believable || lastProblem.code === 'CANCELLED') {
				throw goOnWith('Wait', jobId, lastProblem);
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
	throw timedOut(jobId, settings, lastProblem);
}

/** The next look repeats a failed one, so that a look need not be stubborn; nor may it outlast the wait. */
function lookSettings({ maxRetries, requestTimeoutMs }: WaitSettings, deadline: number): LookSettings {
	const left = Math.max(MIN_LOOK_MS, deadline - Date.now());
	return {
		maxRetries: Math.min(1, maxRetries),
		requestTimeoutMs: Math.min(requestTimeoutMs, MAX_LOOK_MS, left),
		deadline,
	};
}

/**
 * Asks for a job's state.
 *
 * @throws DecartError `NOT_FOUND` when Decart knows no such job
 */
export async function getJob(
	{ api }: NodeContext,
	jobId: JobId,
	{ maxRetries, requestTimeoutMs, deadline }: LookSettings,
	justSubmitted = false,
): Promise<Job> {
	return await request(
		api,
		{
			method: 'GET',
			path: `/v1/jobs/${encodeURIComponent(jobId)}`,
			accept: 'application/json',
			safety: 'repeatable',
			doing: `look up the job ${jobId}`,
			jobId,
			notFound: jobNotFound(jobId),
			maxRetries,
			timeoutMs: requestTimeoutMs,
			deadline,
			mayPass: justSubmitted ? [404] : [],
		},
		async (response) => {
			const answer = api.redactor.data(await readJson(response, requestTimeoutMs));
			if (isJob(answer)) return answer;
			throw new BodyError('it describes no job');
		},
	);
}

/** How a result is stored, and what it may be. */
export interface Delivery {
	readonly kinds: readonly MediaKind[];
	readonly nameFor: (type: SniffedType) => string;
	readonly settings: Pick<Settings, 'maxRetries' | 'requestTimeoutMs' | 'output'>;
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
			throw goOnWith('Download', jobId, fetched.problem);
		}
		await pause(pollDelay(tries, MAX_LOOK_MS), context.api.signal);
	}
}

/**
 * Fetches a job's result into n8n's binary store, as often as it takes to have it whole.
 *
 * @throws DecartError `NOT_FOUND`, or `PROCESSING_ERROR` for a job that is not completed
 */
export async function downloadResult(
	{ functions, api }: NodeContext,
	jobId: JobId,
	{ kinds, nameFor, settings }: Delivery,
): Promise<StoredFile> {
	return await request(
		api,
		{
			method: 'GET',
			path: `/v1/jobs/${encodeURIComponent(jobId)}/content`,
			accept: '*/*',
			safety: 'repeatable',
			doing: `download the result of the job ${jobId}`,
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
				output: settings.output,
			}),
	);
}

/** Whether a failed look says nothing about the job itself. */
function isPassing({ code, httpStatus }: DecartError): boolean {
	if (code === 'NETWORK_ERROR' || code === 'RATE_LIMITED') return true;
	return (
		code === 'PROCESSING_ERROR' &&
		!(httpStatus && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408)
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

/** A paid job outlives the request that failed: the next step is to go on with it, and not to submit anew. */
function goOnWith(operation: 'Wait' | 'Download', jobId: JobId, error: DecartError): DecartError {
	const { code, message, httpStatus } = error;
	if (code === 'NOT_FOUND' || code === 'CANCELLED') return error.forJob(jobId);
	const needsAccess = code === 'INVALID_API_KEY' || code === 'FORBIDDEN';
	const advice = [...(needsAccess ? [error.description] : []), adviceFor(operation, jobId)];
	return new DecartError(code, message, { httpStatus, jobId, description: advice.join(' ') });
}

function adviceFor(operation: 'Wait' | 'Download', jobId: JobId): string {
	return `Go on with Job → ${operation} and the job ID ${jobId}. Do not submit the item again, that would be paid twice.`;
}

/** Names the job in an error that ended the work on it, and in the log where that was Cancel. */
export function aboutJob({ functions }: NodeContext, jobId: JobId, problem: unknown): DecartError {
	const error = asDecartError(problem);
	if (error.code === 'CANCELLED') {
		functions.logger.warn(`Cancelled while the Decart job ${jobId} was under way; it goes on at Decart`);
	}
	return error.forJob(jobId);
}

function jobFailed(job: Job): DecartError {
	const jobId = job.job_id;
	const reason = describe({ ...job, job_id: undefined, status: undefined }) || 'Decart gives no reason';
	return new DecartError('JOB_FAILED', `The job ${jobId} failed: ${reason}`, { jobId });
}

function timedOut(
	jobId: JobId,
	{ timeoutMs }: WaitSettings,
	lastProblem: DecartError | undefined,
): DecartError {
	const waited = `${Math.round(timeoutMs / 6000) / 10} minutes`;
	const problem = lastProblem ? ` The last look at it failed: ${lastProblem.message}.` : '';
	return new DecartError('JOB_TIMEOUT', `The job ${jobId} was not completed within ${waited}.${problem}`, {
		jobId,
		description: `The job is still under way at Decart. ${adviceFor('Wait', jobId)}`,
	});
}
