import type { IDataObject } from 'n8n-workflow';
import type { StoredFile } from '../media/resultFile';
import { asDecartError } from '../transport/errors';
import { aboutJob } from '../jobs/jobErrors';
import { downloadWhenReady, pollJob } from '../jobs/polling';
import type { IdempotencyEntry, ObtainedResult } from '../operation/idempotencyEntry';
import type { NodeContext } from '../operation/operation';
import type { JobId } from '../types';
import { costJson } from './cost';
import { nameResult, type Variation } from './variation';
import type { ImmediateResult, SubmittedJob } from './sendVariation';
import { now } from '../transport/clock';

/** Keeps and describes a result that came with the response. */
export function collectImmediateResult(
	variation: Variation,
	entry: IdempotencyEntry,
	{ stored, inputs }: ImmediateResult,
	startedAt: number,
): ObtainedResult {
	const json = describeResult(variation, { status: 'completed', ...inputs }, startedAt);
	return keepFile(entry, withCost(variation, json, stored), stored);
}

/**
 * Polls a job until it is completed, where the user wants that, and downloads its result.
 *
 * @throws DecartError that names the job
 */
export async function collectJobResult(
	context: NodeContext,
	variation: Variation,
	entry: IdempotencyEntry,
	job: SubmittedJob,
	startedAt: number,
): Promise<ObtainedResult> {
	const { jobId, source, inputs } = job;
	try {
		const status = variation.waits ? await pollJob(context, job, variation.settings) : job.status;
		if (status !== 'completed' || !variation.waits) {
			return { json: { jobId, status, model: variation.request.modelId, ...inputs } };
		}
		const nameFor = (extension: string) => nameResult(variation, source, extension);
		const stored = await downloadJob(context, variation, jobId, nameFor);
		const json = describeResult(variation, { status, jobId, ...inputs }, startedAt);
		return keepFile(entry, withCost(variation, json, stored), stored);
	} catch (problem) {
		const error = asDecartError(problem);
		if (error.code === 'JOB_FAILED') entry.clear();
		throw aboutJob(context, jobId, error);
	}
}

/** Downloads the result of a completed job. */
export async function downloadJob(
	context: NodeContext,
	{ request, settings }: Variation,
	jobId: JobId,
	nameFor: (extension: string) => string,
): Promise<StoredFile> {
	return await downloadWhenReady(context, jobId, {
		kinds: [request.model.output],
		nameFor: ({ extension }) => nameFor(extension),
		settings,
	});
}

/** Keeps a finished result for the next attempt at the run, in case there is one. */
export function keepFile(entry: IdempotencyEntry, json: IDataObject, stored: StoredFile): ObtainedResult {
	const { file, ...facts } = stored;
	const obtained = { json: { ...json, ...facts }, file };
	entry.keepResult(obtained);
	return obtained;
}

function describeResult({ request }: Variation, rest: IDataObject, startedAt: number): IDataObject {
	return { model: request.modelId, ...rest, durationMs: Math.round(now() - startedAt) };
}

function withCost({ request }: Variation, json: IDataObject, stored: StoredFile): IDataObject {
	return { ...json, ...costJson(request, stored) };
}
