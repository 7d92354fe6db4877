import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import { resultFileName } from '../media/fileName';
import type { FormField } from '../media/multipartForm';
import type { StoredFile } from '../media/resultFile';
import { asDecartError, type DecartError } from '../transport/errors';
import { pollJob, fetchCompleted, type JobToPoll } from '../jobs/polling';
import { loadFiles, type GenerationRequest } from './readRequest';
import { aboutJob } from '../jobs/jobErrors';
import type { Job } from '../jobs/jobApi';
import type { NodeContext, Result } from '../operation/operation';
import { fingerprint, type IdempotencyEntry } from '../operation/idempotency';
import type { Settings } from '../operation/settings';
import { generateAtOnce, submitJob } from './submit';

/** One generation to be bought: an item's request, or one of its variations. */
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
 * of this run has bought is taken up instead of bought again.
 *
 * @throws DecartError for whatever went wrong; it names the job where there is one
 */
export async function generate(context: NodeContext, order: Order): Promise<Result> {
	const startedAt = Date.now();
	const key = fingerprint([order.itemIndex, order.variation, ...identityOf(order.request)]);
	const purchase = context.purchases.of(key);
	if (purchase.result) return purchase.result;
	if (purchase.unknown) throw purchase.unknown;
	const seeded = withSeed(order.request, seedOf(context, order));
	try {
		const result = await buy(context, { ...order, request: seeded }, purchase, startedAt);
		if (result.json.status === 'completed') purchase.result = result;
		return result;
	} catch (error) {
		throw settle(context, purchase, asDecartError(error));
	}
}

async function buy(
	context: NodeContext,
	order: Order,
	purchase: IdempotencyEntry,
	startedAt: number,
): Promise<Result> {
	const { request, settings, waits } = order;
	const name = (extension: string) => nameOf(order, purchase.source, extension);
	const describe = (rest: IDataObject) => ({
		model: request.modelId,
		...rest,
		...echo(request),
		durationMs: Date.now() - startedAt,
	});
	const bought = await obtain(context, order, purchase, name);
	if ('mimeType' in bought) return resultOf(describe({ status: 'completed' }), bought);
	const job = bought;
	const status = waits ? await pollJob(context, job, settings) : job.status;
	if (status !== 'completed' || !waits) {
		return { json: { jobId: job.jobId, status, model: request.modelId } };
	}
	const stored = await fetchCompleted(context, job.jobId, {
		kinds: [request.model.output],
		nameFor: ({ extension }) => name(extension),
		settings,
	});
	return resultOf(describe({ status, jobId: job.jobId }), stored);
}

/** The job of an earlier try; else what the request is answered with, a picture or a new job. */
async function obtain(
	context: NodeContext,
	{ request, settings }: Order,
	purchase: IdempotencyEntry,
	name: (extension: string) => string,
): Promise<StoredFile | JobToPoll> {
	if (purchase.jobId !== undefined) return { jobId: purchase.jobId, status: 'pending', isNew: false };
	const form = await formOf(request);
	purchase.source = sourceOf(form);
	const answer =
		request.surface === 'process'
			? await generateAtOnce(context, request, form, settings, name)
			: await submitJob(context, request, form, settings);
	if (!isJob(answer)) return answer;
	purchase.jobId = answer.job_id;
	return { jobId: answer.job_id, status: answer.status, isNew: true };
}

function isJob(answer: StoredFile | Job): answer is Job {
	return 'job_id' in answer;
}

/** Remembers what must not be bought again, and names the job. */
function settle(context: NodeContext, purchase: IdempotencyEntry, error: DecartError): DecartError {
	if (error.code === 'OUTCOME_UNKNOWN') purchase.unknown = error;
	return purchase.jobId === undefined ? error : aboutJob(context, purchase.jobId, error);
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

function identityOf({ path, values }: GenerationRequest): unknown[] {
	return [path, values.map(([name, value]) => [name, typeof value === 'object' ? value.identity : value])];
}

/** Variations have consecutive seeds; without one from the user they begin at one that a retry finds again. */
function seedOf(context: NodeContext, { itemIndex, request, variation }: Order): number | undefined {
	const given = request.values.find(([name]) => name === 'seed')?.[1];
	if (variation === undefined || !request.model.fields.some(({ name }) => name === 'seed'))
		return undefined;
	const base = given !== undefined ? Number(given) : drawSeed([context.runId, itemIndex]);
	return (base + variation - 1) % SEEDS;
}

function drawSeed(parts: readonly unknown[]): number {
	return createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32BE(0);
}

function withSeed(request: GenerationRequest, seed: number | undefined): GenerationRequest {
	if (seed === undefined) return request;
	return { ...request, values: [...request.values.filter(([name]) => name !== 'seed'), ['seed', seed]] };
}

/** The name of the file that the result is made from. */
function sourceOf(form: readonly FormField[]): string | undefined {
	return form.map(([, value]) => value).find((value) => typeof value === 'object')?.fileName;
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

/** The parts of the request that tell results apart. */
function echo({ values }: GenerationRequest): IDataObject {
	const told = values.filter(([name]) => name === 'seed' || name === 'resolution');
	return Object.fromEntries(told) as IDataObject;
}

/** A result as an item's JSON and binary data. */
export function resultOf(
	json: IDataObject,
	{ fileName, mimeType, fileSize, json: extra, binary }: StoredFile,
): Result {
	return {
		json: { ...json, fileName, mimeType, fileSize, ...extra },
		...(binary && { binary: { ...binary } }),
	};
}
