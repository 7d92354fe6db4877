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
/** For so many looks a job that was just submitted may be unknown. */
const LOOKS_UNTIL_KNOWN = 5;

/** How long to wait before the next look at a job: 0.5 s, 0.75 s, 1.1 s … up to the bound, in milliseconds. */
export function pollDelay(looks: number, boundMs: number): number {
	return Math.min(boundMs, Math.round(FIRST_PAUSE_MS * PAUSE_GROWTH ** looks));
}

/** What a wait for a job needs of the settings. */
export type WaitSettings = Pick<Settings, 'pollIntervalMs' | 'timeoutMs' | 'requestTimeoutMs' | 'maxRetries'>;

type LookSettings = Pick<Settings, 'maxRetries' | 'requestTimeoutMs'>;

/**
 * Waits until a job is completed. A look that fails does not fail the job, and a status that is not known is
 * waited on.
 *
 * @param justSubmitted whether the job may not be known to every server yet
 * @returns the completed job
 * @throws DecartError `JOB_FAILED` with the reason that the answer holds, `JOB_TIMEOUT`, `NOT_FOUND` or
 * `CANCELLED`; each names the job
 */
export async function awaitJob(
	context: NodeContext,
	jobId: JobId,
	settings: WaitSettings,
	justSubmitted: boolean,
): Promise<Job> {
	const deadline = Date.now() + settings.timeoutMs;
	let lastProblem: DecartError | undefined;
	for (let looks = 0; ; looks += 1) {
		const left = deadline - Date.now();
		if (left <= 0) throw timedOut(jobId, settings, lastProblem);
		await pause(Math.min(left, pollDelay(looks, settings.pollIntervalMs)), context.api.signal);
		const look = await getJob(context, jobId, lookSettings(settings, deadline), justSubmitted).then(
			(job) => ({ job }),
			(error: unknown) => ({ problem: asDecartError(error) }),
		);
		if ('problem' in look) {
			const mayAppear = justSubmitted && looks < LOOKS_UNTIL_KNOWN && look.problem.code === 'NOT_FOUND';
			if (!mayAppear && !isPassing(look.problem)) throw look.problem.forJob(jobId);
			lastProblem = look.problem;
			continue;
		}
		if (look.job.status === 'completed') return look.job;
		if (look.job.status === 'failed') throw jobFailed(look.job);
	}
}

/** The next look repeats a failed one, so that a look need not be stubborn; nor may it outlast the wait. */
function lookSettings({ maxRetries, requestTimeoutMs }: WaitSettings, deadline: number): LookSettings {
	const left = Math.max(MIN_LOOK_MS, deadline - Date.now());
	return {
		maxRetries: Math.min(1, maxRetries),
		requestTimeoutMs: Math.min(requestTimeoutMs, MAX_LOOK_MS, left),
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
	{ maxRetries, requestTimeoutMs }: LookSettings,
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
			justSubmitted,
		},
		async (response) => {
			const answer = api.redactor.data(await readJson(response, requestTimeoutMs));
			if (isJob(answer)) return answer;
			throw new BodyError('it describes no job');
		},
	);
}

/**
 * Fetches a completed job's result into n8n's binary store, as often as it takes to have it whole.
 *
 * @throws DecartError `NOT_FOUND`, or `PROCESSING_ERROR` for a job that is not completed
 */
export async function downloadResult(
	{ functions, api }: NodeContext,
	jobId: JobId,
	{
		kinds,
		nameFor,
		settings,
	}: {
		readonly kinds: readonly MediaKind[];
		readonly nameFor: (type: SniffedType) => string;
		readonly settings: Pick<Settings, 'maxRetries' | 'requestTimeoutMs' | 'output'>;
	},
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
		code === 'PROCESSING_ERROR' && (httpStatus === undefined || httpStatus >= 500 || httpStatus === 408)
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
		description: `It goes on at Decart: use Job → Wait with the job ID ${jobId}. Do not submit the item again, that would be paid twice.`,
	});
}
