import { json, media, refusal, type Reply } from '../http/reply';
import type { Job } from '../store/jobStore';
import type { Call, State } from './context';

const NO_SUCH_JOB = refusal(404, 'Job not found');

/** `GET /v1/jobs/{job_id}`. */
export async function getJob(call: Call, state: State): Promise<Reply> {
	const job = state.jobs.find(call.params['job_id'] ?? '');
	if (!job) return NO_SUCH_JOB;
	job.polls += 1;
	return (
		applyJobFault(job) ??
		json({ job_id: job.id, status: state.jobs.status(job), ...describeFailure(job, state) })
	);
}

/** `GET /v1/jobs/{job_id}/content`: the result, once there is one. */
export async function getJobContent(call: Call, state: State): Promise<Reply> {
	const job = state.jobs.find(call.params['job_id'] ?? '');
	if (!job || isGone(job)) return NO_SUCH_JOB;
	const status = state.jobs.status(job);
	if (status !== 'completed') return refusal(409, `Job is ${status}, there is no content`);
	job.downloads += 1;
	if (job.fault?.outcome === 'contentLate' && job.downloads <= (job.fault.polls ?? 2)) {
		return refusal(409, 'Content is not ready yet');
	}
	return media(job.result.contentType, job.result.body, job.entry.id);
}

/** What a fault answers to this poll. */
function applyJobFault(job: Job): Reply | undefined {
	const { fault } = job;
	if (isGone(job)) return NO_SUCH_JOB;
	if (!fault || job.polls > (fault.polls ?? 2)) return undefined;
	switch (fault.outcome) {
		case 'hide':
			return NO_SUCH_JOB;
		case 'pollsFail':
			return refusal(500, 'Internal Server Error');
		case 'oddStatus':
			return json({ job_id: job.id, status: fault.word ?? 'queued' });
		default:
			return undefined;
	}
}

function isGone(job: Job): boolean {
	return job.fault?.outcome === 'vanish' && job.polls > (job.fault.polls ?? 2);
}

const REASON = 'The video could not be processed';

/** Why a job failed, in the shape that its fault asks for. */
function describeFailure(job: Job, state: State): Record<string, unknown> {
	if (state.jobs.status(job) !== 'failed') return {};
	switch (job.fault?.reason) {
		case 'none':
			return {};
		case 'errorObject':
			return { error: { message: REASON, code: 'PROCESSING_FAILED' } };
		case 'message':
			return { message: REASON };
		case 'detail':
			return { detail: REASON };
		case 'detailList':
			return { detail: [{ loc: ['data'], msg: REASON, type: 'value_error' }] };
		default:
			return { error: REASON };
	}
}
