import type { IDataObject } from 'n8n-workflow';
import { adviseConversion } from '../media/conversionAdvice';
import { resultFileName } from '../media/fileName';
import type { FilePart, FormField } from '../media/multipartForm';
import { isStored, presentFile, type OutputSettings, type StoredFile } from '../media/resultFile';
import { RunStoppedError, unlessStopped } from '../transport/cancellation';
import { asDecartError, DecartError } from '../transport/errors';
import { pollJob, fetchCompleted, type JobToPoll } from '../jobs/polling';
import { loadFiles, type GenerationRequest } from './readRequest';
import { costJson } from './cost';
import { describeDryRun } from './dryRun';
import { estimateFromInput, findSource, summarizeInputs, unknownCost } from './inputSummary';
import { reserveCost } from '../operation/budget';
import { aboutJob } from '../jobs/jobErrors';
import type { Job } from '../jobs/jobApi';
import type { NodeContext, Result } from '../operation/operation';
import type { IdempotencyEntry, KeptJob, ObtainedResult } from '../operation/idempotencyEntry';
import type { Settings } from '../operation/settings';
import type { JobId } from '../types';
import { describeAction, generateAtOnce, submitJob, type Submission } from './submit';

/** One generation: an item's request, or one of its variations. */
export interface Order {
	readonly itemIndex: number;
	readonly request: GenerationRequest;
	readonly settings: Settings;
	/** Whether a queued job is waited for. */
	readonly waits: boolean;
	/** From 1; left out when the item asks for one result. */
	readonly variation: number | undefined;
}

const SEEDS = 2 ** 32;

/**
 * Makes one result: uploads, waits where there is a job, and brings the result into n8n. What an earlier try
 * of this run has obtained is handed on instead of requested again.
 *
 * @throws DecartError for whatever went wrong; it names the job where there is one
 */
export async function generate(context: NodeContext, order: Order): Promise<Result> {
	const entry = findEntry(context, order);
	const { result } = entry;
	const obtained = await (result ? restore(context, order, entry, result) : obtain(context, order, entry));
	return await present(context, obtained, order.settings);
}

/** Whether an item needs nothing to be sent, and so none of its files: an earlier try has seen to all of it. */
export function hasEarlierTry(context: NodeContext, orders: readonly Order[]): boolean {
	return orders.every((order) => findEntry(context, order).isObtained);
}

function findEntry(context: NodeContext, { itemIndex, request, variation }: Order): IdempotencyEntry {
	return context.store.entry(itemIndex, identifyFiles(request), variation);
}

/** The result of an earlier try. Where n8n has removed its file, it comes from its job again, or is made again. */
async function restore(
	context: NodeContext,
	order: Order,
	entry: IdempotencyEntry,
	kept: ObtainedResult,
): Promise<ObtainedResult> {
	const { file, json } = kept;
	if (!file || (await isStored(context.functions, file))) return kept;
	if (entry.job) {
		const name = () => file.fileName ?? order.request.modelId;
		const refetched = await download(context, order, entry.job.jobId, name).catch(ignoreNotFound);
		if (refetched) return keepFile(entry, json, refetched);
	}
	context.store.countRemade();
	entry.clear();
	return await obtain(context, order, entry);
}

function ignoreNotFound(error: unknown): undefined {
	if (asDecartError(error).code !== 'NOT_FOUND') throw error;
}

async function obtain(context: NodeContext, order: Order, entry: IdempotencyEntry): Promise<ObtainedResult> {
	const startedAt = Date.now();
	const earlier = entry.job;
	if (earlier) {
		const job = { ...earlier, status: 'pending', isNew: false };
		return await collect(context, order, entry, job, startedAt);
	}
	const answer = await send(context, order, entry);
	if ('jobId' in answer) return await collect(context, order, entry, answer, startedAt);
	const json = describe(order, { status: 'completed', ...answer.inputs }, startedAt);
	return keepFile(entry, withCost(order, json, answer.stored), answer.stored);
}

/** What a job was made from, beside its state. */
type SentJob = JobToPoll & Pick<KeptJob, 'inputs' | 'source'>;

/** Sends the request. From then on it counts as accepted until an answer proves that it was not. */
async function send(
	context: NodeContext,
	order: Order,
	entry: IdempotencyEntry,
): Promise<SentJob | { readonly stored: StoredFile; readonly inputs: IDataObject }> {
	const { settings } = order;
	const request = withSeed(order.request, readSeed(context, order));
	entry.assertMayResend(settings.onUnknownOutcome, describeAction(request));
	const form = await unlessStopped(context.api, async () => await formOf(request));
	const file = findSource(form);
	const source = file?.fileName;
	const inputs = {
		...summarizeInputs(request, source),
		...(mayReturnJob(order) && (await estimateFromInput(request, file))),
	};
	const release = await reserve(context, request, file, settings);
	let isSent = false;
	const submission: Submission = {
		form,
		settings,
		onSent(mayBeAccepted) {
			isSent = mayBeAccepted;
			if (mayBeAccepted) entry.markSent();
			else entry.clear();
		},
	};
	const name = (extension: string) => nameOf(order, source, extension);
	try {
		const answer =
			request.surface === 'process'
				? await generateAtOnce(context, request, submission, name)
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

/** Sets the cost aside where there is a limit. Nothing is awaited after the sum is read, so items at once hold it too. */
async function reserve(
	{ functions }: NodeContext,
	request: GenerationRequest,
	file: FilePart | undefined,
	{ maxCostUsd }: Settings,
): Promise<() => void> {
	if (maxCostUsd === undefined) return () => undefined;
	const { estimatedCostUsd } = await estimateFromInput(request, file);
	if (estimatedCostUsd === undefined) throw unknownCost(request);
	return reserveCost(functions, estimatedCostUsd, maxCostUsd);
}

/** What one generation would send. */
export async function dryRun(context: NodeContext, order: Order): Promise<Result> {
	const request = withSeed(order.request, readSeed(context, order));
	await loadFiles(request, 'all');
	return await describeDryRun(request);
}

/** Waits for a job where the user wants that, and fetches its result. */
async function collect(
	context: NodeContext,
	order: Order,
	entry: IdempotencyEntry,
	job: SentJob,
	startedAt: number,
): Promise<ObtainedResult> {
	const { jobId, source, inputs } = job;
	try {
		const status = order.waits ? await pollJob(context, job, order.settings) : job.status;
		if (status !== 'completed' || !order.waits) {
			return { json: { jobId, status, model: order.request.modelId, ...inputs } };
		}
		const name = (extension: string) => nameOf(order, source, extension);
		const stored = await download(context, order, jobId, name);
		const json = describe(order, { status, jobId, ...inputs }, startedAt);
		return keepFile(entry, withCost(order, json, stored), stored);
	} catch (problem) {
		const error = asDecartError(problem);
		if (error.code === 'JOB_FAILED') entry.clear();
		throw aboutJob(context, jobId, error);
	}
}

async function download(
	context: NodeContext,
	{ request, settings }: Order,
	jobId: JobId,
	name: (extension: string) => string,
): Promise<StoredFile> {
	const kinds = [request.model.output];
	return await fetchCompleted(context, jobId, {
		kinds,
		nameFor: ({ extension }) => name(extension),
		settings,
	});
}

function describe({ request }: Order, rest: IDataObject, startedAt: number): IDataObject {
	return { model: request.modelId, ...rest, durationMs: Date.now() - startedAt };
}

/** Whether an item may have a job instead of a result, so that its cost comes from the input. */
function mayReturnJob({ waits, settings }: Order): boolean {
	return !waits || settings.onTimeout === 'returnJob';
}

function withCost({ request }: Order, json: IDataObject, stored: StoredFile): IDataObject {
	return { ...json, ...costJson(request, stored) };
}

function isJob(answer: StoredFile | Job): answer is Job {
	return 'job_id' in answer;
}

/** Keeps a finished result for the next try, in case there is one. */
function keepFile(entry: IdempotencyEntry, json: IDataObject, stored: StoredFile): ObtainedResult {
	const { file, ...facts } = stored;
	const obtained = { json: { ...json, ...facts }, file };
	entry.keepResult(obtained);
	return obtained;
}

async function formOf(request: GenerationRequest): Promise<FormField[]> {
	await loadFiles(request, 'all');
	return await Promise.all(
		request.values.map(
			async ([name, value]) =>
				[name, typeof value === 'object' ? await value.load() : String(value)] as const,
		),
	);
}

function identifyFiles({ values }: GenerationRequest): string[] {
	return values.flatMap(([, value]) => (typeof value === 'object' ? [value.identity] : []));
}

/** Variations have consecutive seeds, which every try counts from the same one. */
function readSeed({ store }: NodeContext, { itemIndex, request, variation }: Order): number | undefined {
	if (variation === undefined || !request.model.fields.some(({ name }) => name === 'seed'))
		return undefined;
	const given = request.values.find(([name]) => name === 'seed')?.[1];
	const first = store.firstSeed(
		itemIndex,
		identifyFiles(request),
		given === undefined ? undefined : Number(given),
	);
	return (first + variation - 1) % SEEDS;
}

function withSeed(request: GenerationRequest, seed: number | undefined): GenerationRequest {
	if (seed === undefined) return request;
	return { ...request, values: [...request.values.filter(([name]) => name !== 'seed'), ['seed', seed]] };
}

function nameOf(
	{ request, settings, variation }: Order,
	source: string | undefined,
	extension: string,
): string {
	return resultFileName({
		wanted: settings.fileName,
		source,
		model: request.modelId,
		number: variation,
		extension,
	});
}

/** A result as an item's JSON and binary data, put out as the options say. */
export async function present(
	{ functions }: NodeContext,
	{ json, file }: ObtainedResult,
	output: OutputSettings,
): Promise<Result> {
	if (!file) return { json };
	const { json: extra, binary } = await presentFile(functions, file, output);
	return { json: { ...json, ...extra }, ...(binary && { binary: { ...binary } }) };
}
