import { MultipartForm, type FormField } from '../media/multipartForm';
import { storeResult, type StoredFile } from '../media/resultFile';
import { BodyError, readText } from '../transport/responseBody';
import type { Api, ApiRequest, OnSent } from '../transport/api';
import { request } from '../transport/request';
import type { ApiResponse } from '../transport/response';
import type { NotFound } from '../transport/errorFromFailure';
import type { Model, ModelId } from '../types';
import { CUSTOM_MODEL, type GenerationRequest } from './readRequest';
import { findJob, type Job } from '../jobs/jobApi';
import type { NodeContext } from '../operation/operation';
import type { Settings } from '../operation/settings';

/** How a generation is sent. */
export interface Submission {
	readonly form: readonly FormField[];
	readonly settings: Settings;
	readonly onSent: OnSent;
	/** Called when a result that came with the response is here and whole: before it is stored, unless it is too large. */
	readonly onReceived: () => void;
}

/**
 * Sends a generation to the process surface and stores the image that comes back.
 *
 * @returns the image; or a job, where a host answers with one after all
 * @throws DecartError `OUTCOME_UNKNOWN` when the response was lost or truncated: it may be charged
 */
export async function generateImmediately(
	context: NodeContext,
	generation: GenerationRequest,
	sent: Submission,
	nameFor: (extension: string) => string,
): Promise<StoredFile | Job> {
	const { functions, api } = context;
	const { settings } = sent;
	return await request(api, submission(api, generation, sent, 'image/*'), async (response) => {
		if (isJson(response)) return await readSubmitted(api, response, settings);
		return await storeResult(functions, response, {
			kinds: [generation.model.output],
			nameFor: ({ extension }) => nameFor(extension),
			timeoutMs: settings.requestTimeoutMs,
			isOnlyCopy: true,
			onReceived() {
				response.release();
				sent.onReceived();
			},
		});
	});
}

/**
 * Submits a generation to the queue.
 *
 * @throws DecartError `OUTCOME_UNKNOWN` when no job id came back: there may be a job all the same
 */
export async function submitJob(
	{ api }: NodeContext,
	generation: GenerationRequest,
	sent: Submission,
): Promise<Job> {
	return await request(
		api,
		submission(api, generation, sent, 'application/json'),
		async (response) => await readSubmitted(api, response, sent.settings),
	);
}

/** A job's description is short; what is longer is searched as far as this. */
const MAX_ANSWER_BYTES = 16 * 2 ** 20;

async function readSubmitted(
	{ redactor }: Api,
	response: ApiResponse,
	{ requestTimeoutMs }: Settings,
): Promise<Job> {
	const job = findJob(
		await readText(response.stream, { maxBytes: MAX_ANSWER_BYTES, idleMs: requestTimeoutMs }),
	);
	if (job) return redactor.data(job);
	throw new BodyError('it holds no job_id');
}

function isJson({ headers }: ApiResponse): boolean {
	return headers['content-type']?.startsWith('application/json') ?? false;
}

function submission(
	{ baseUrl }: Api,
	generation: GenerationRequest,
	{ form, settings, onSent }: Submission,
	accept: string,
): ApiRequest {
	const { model, modelId, path } = generation;
	return {
		method: 'POST',
		path,
		accept,
		isIdempotent: false,
		action: describeAction(generation),
		onSent,
		notFound: notServed(model, modelId, baseUrl),
		body: () => new MultipartForm(form),
		maxRetries: settings.maxRetries,
		timeoutMs: settings.requestTimeoutMs,
	};
}

/** What a generation asks for, as in "could not …". */
export function describeAction({ model, modelId }: GenerationRequest): string {
	return `${chooseVerb(model.operation)} the ${model.output} with ${modelId}`;
}

function chooseVerb(operation: string): string {
	return operation === 'edit' || operation === 'restyle' || operation === 'animate' ? operation : 'make';
}

/** Models come and go within weeks: a 404 where one is generated means that it is not served. */
function notServed({ id, replacement }: Model, modelId: ModelId, baseUrl: string): NotFound {
	return {
		code: 'MODEL_NOT_FOUND',
		message: `Decart does not serve the model ${modelId}, or no longer`,
		description: [instead(id, replacement), ...(baseUrl === DECART_URL ? [] : [CHECK_BASE_URL])].join(
			' ',
		),
	};
}

/** Where the credential leads to unless the user changed it. */
const DECART_URL = 'https://api.decart.ai';
const CHECK_BASE_URL = "Or check the path in the credential's Base URL.";

function instead(id: ModelId, replacement: ModelId | undefined): string {
	if (replacement) return `Choose the model ${replacement} instead.`;
	return id === CUSTOM_MODEL
		? 'Check the spelling of the model ID, or choose another model.'
		: 'Choose another model, or "Custom Model" to use one by its ID.';
}
