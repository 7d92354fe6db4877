import { resultFileName } from '../media/fileName';
import type { IdempotencyEntry } from '../operation/idempotencyEntry';
import type { NodeContext } from '../operation/operation';
import type { Settings } from '../operation/settings';
import type { GenerationRequest } from './readRequest';

/** One generation: an item's request, or one of its variations. */
export interface Variation {
	readonly itemIndex: number;
	readonly request: GenerationRequest;
	readonly settings: Settings;
	/** Whether a queued job is waited for. */
	readonly waits: boolean;
	/** From 1; left out when the item asks for one result. */
	readonly number: number | undefined;
}

/** The entry of the variation in the idempotency store. */
export function findEntry(
	{ store }: NodeContext,
	{ itemIndex, request, number: variation }: Variation,
): IdempotencyEntry {
	return store.entry(itemIndex, identifyFiles(request), variation);
}

/** The request as it is sent: with the seed of its variation, where it is one. */
export function finalizeRequest(context: NodeContext, variation: Variation): GenerationRequest {
	const { request } = variation;
	const seed = chooseSeed(context, variation);
	if (seed === undefined) return request;
	return { ...request, values: [...request.values.filter(([name]) => name !== 'seed'), ['seed', seed]] };
}

/** Names the result's file: as the user wants it, else after the file it is made from and the model. */
export function nameResult(
	{ request, settings, number: variation }: Variation,
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

const SEED_COUNT = 2 ** 32;

/** Variations have consecutive seeds. Every attempt at the run counts them from the same one. */
function chooseSeed(
	{ store }: NodeContext,
	{ itemIndex, request, number: variation }: Variation,
): number | undefined {
	if (variation === undefined || !request.model.fields.some(({ name }) => name === 'seed'))
		return undefined;
	const given = request.values.find(([name]) => name === 'seed')?.[1];
	const first = store.firstSeed(
		itemIndex,
		identifyFiles(request),
		given === undefined ? undefined : Number(given),
	);
	return (first + variation - 1) % SEED_COUNT;
}

function identifyFiles({ values }: GenerationRequest): string[] {
	return values.flatMap(([, value]) => (typeof value === 'object' ? [value.identity] : []));
}
