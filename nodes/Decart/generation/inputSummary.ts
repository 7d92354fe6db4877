import type { IDataObject } from 'n8n-workflow';
import { readFileMetadata } from '../media/metadata/readFile';
import type { FilePart, FormField } from '../media/multipartForm';
import { costJson, needsDuration } from './cost';
import { loadFiles, releaseFiles, type GenerationRequest } from './readRequest';
import { createUnknownCostError } from './unknownCostError';

/** A prompt identifies a result and need not be complete. In characters. */
const PROMPT_LENGTH = 200;

/** Summarizes the request in the JSON of its result. */
export function summarizeInputs({ values }: GenerationRequest, source: string | undefined): IDataObject {
	const prompt = values.find(([name]) => name === 'prompt')?.[1];
	const numbers = values.filter(([name]) => name === 'seed' || name === 'resolution');
	return {
		...(typeof prompt === 'string' && prompt !== '' && { prompt: shorten(prompt) }),
		...(source !== undefined && { inputFileName: source }),
		...(Object.fromEntries(numbers) as IDataObject),
	};
}

/** The file that the result is made from: the first one that is uploaded. */
export function findSource(form: readonly FormField[]): FilePart | undefined {
	return form.map(([, value]) => value).find((value) => typeof value === 'object');
}

/** The cost of a result that is not made yet, by its input's duration where that matters. */
export async function estimateFromInput(
	request: GenerationRequest,
	source: FilePart | undefined,
): Promise<{ readonly estimatedCostUsd?: number }> {
	const metadata = source && needsDuration(request) ? await readFileMetadata(source) : {};
	return costJson(request, metadata);
}

/**
 * Under a limit, a request whose cost cannot be known is refused before anything is sent.
 *
 * @throws UnknownCostError
 */
export async function assertCostKnown(request: GenerationRequest): Promise<void> {
	if (!request.model.price) throw createUnknownCostError(request);
	if (!needsDuration(request)) return;
	await loadFiles(request, 'all');
	const file = request.values.map(([, value]) => value).find((value) => typeof value === 'object');
	const { estimatedCostUsd } = await estimateFromInput(request, await file?.load());
	await releaseFiles(request, 'untimely');
	if (estimatedCostUsd === undefined) throw createUnknownCostError(request);
}

function shorten(text: string): string {
	const characters = [...text];
	return characters.length <= PROMPT_LENGTH
		? text
		: `${characters
				.slice(0, PROMPT_LENGTH - 1)
				.join('')
				.trimEnd()}…`;
}
