import type { IDataObject } from 'n8n-workflow';
import { adviseConversion } from '../media/conversionAdvice';
import type { FilePart, FormField } from '../media/multipartForm';
import type { StoredFile } from '../media/resultFile';
import { RunStoppedError, unlessStopped } from '../transport/cancellation';
import { asDecartError, DecartError } from '../transport/errors';
import type { Job } from '../jobs/jobApi';
import type { JobToPoll } from '../jobs/polling';
import { reserveCost } from '../operation/budget';
import type { KeptJob } from '../operation/idempotencyRecords';
import type { IdempotencyEntry } from '../operation/idempotencyEntry';
import type { NodeContext } from '../operation/operation';
import type { Settings } from '../operation/settings';
import { estimateFromInput, findSource, summarizeInputs } from './inputSummary';
import { finalizeRequest, nameResult, type Variation } from './variation';
import { loadFiles, releaseFiles, type GenerationRequest } from './readRequest';
import { describeAction, generateImmediately, submitJob, type Submission } from './generationApi';
import { createUnknownCostError } from './unknownCostError';

/** A submitted job, and what its result will be described by. */
export type SubmittedJob = JobToPoll & Pick<KeptJob, 'inputs' | 'source'>;

/** A result that came with the response, and what was sent for it. */
export interface ImmediateResult {
	readonly stored: StoredFile;
	readonly inputs: IDataObject;
}

/**
 * Sends the request of a variation. From then on it counts as accepted until a response proves that it was not.
 *
 * @param onReceived called when a result that came with the response is here and whole: before it is stored, unless it
 * is too large
 * @throws DecartError `OUTCOME_UNKNOWN` when it may have been accepted
 */
export async function sendVariation(
	context: NodeContext,
	variation: Variation,
	entry: IdempotencyEntry,
	onReceived: () => void,
): Promise<SubmittedJob | ImmediateResult> {
	const { settings } = variation;
	const request = finalizeRequest(context, variation);
	entry.assertMayResend(settings.onUnknownOutcome, describeAction(request));
	const form = await unlessStopped(context.api, async () => await buildForm(request));
	try {
		return await sendForm(context, variation, { request, form, entry, onReceived });
	} finally {
		await releaseFiles(request, 'all');
	}
}

interface Ready {
	readonly request: GenerationRequest;
	readonly form: readonly FormField[];
	readonly entry: IdempotencyEntry;
	readonly onReceived: () => void;
}

async function sendForm(
	context: NodeContext,
	variation: Variation,
	{ request, form, entry, onReceived }: Ready,
): Promise<SubmittedJob | ImmediateResult> {
	const { settings } = variation;
	const file = findSource(form);
	const source = file?.fileName;
	const inputs = {
		...summarizeInputs(request, source),
		...(mayReturnJob(variation) && (await estimateFromInput(request, file))),
	};
	const release = await reserve(context, request, file, settings);
	let isSent = false;
	const submission: Submission = {
		form,
		settings,
		onReceived,
		onSent(mayBeAccepted) {
			isSent = mayBeAccepted;
			if (mayBeAccepted) entry.markSent();
			else entry.clear();
		},
	};
	const nameFor = (extension: string) => nameResult(variation, source, extension);
	try {
		const answer =
			request.surface === 'process'
				? await generateImmediately(context, request, submission, nameFor)
				: await submitJob(context, request, submission);
		if (!isJob(answer)) return { stored: answer, inputs };
		const job = { jobId: answer.job_id, source, inputs };
		entry.keepJob(job);
		return { ...job, status: answer.status, isNew: true };
	} catch (problem) {
		if (!isSent) release();
		if (problem instanceof DecartError && problem.code === 'OUTCOME_UNKNOWN') entry.keepUnknown(problem);
		throw problem instanceof RunStoppedError ? problem : adviseConversion(asDecartError(problem), form);
	}
}

async function buildForm(request: GenerationRequest): Promise<FormField[]> {
	await loadFiles(request, 'all');
	return await Promise.all(
		request.values.map(
			async ([name, value]) =>
				[name, typeof value === 'object' ? await value.load() : String(value)] as const,
		),
	);
}

/** Sets the cost aside where there is a limit. Nothing is awaited after the sum is read, so items at once hold it too. */
async function reserve(
	{ functions }: NodeContext,
	request: GenerationRequest,
	file: FilePart | undefined,
	{ maxCostUsd }: Settings,
): Promise<() => void> {
	if (maxCostUsd === undefined) return () => undefined;
	const { estimatedCostUsd } = await estimateFromInput(request, file);
	if (estimatedCostUsd === undefined) throw createUnknownCostError(request);
	return reserveCost(functions, estimatedCostUsd, maxCostUsd);
}

/** Whether an item may have a job instead of a result, so that its cost comes from the input. */
function mayReturnJob({ waits, settings }: Variation): boolean {
	return !waits || settings.onTimeout === 'returnJob';
}

function isJob(answer: StoredFile | Job): answer is Job {
	return 'job_id' in answer;
}
