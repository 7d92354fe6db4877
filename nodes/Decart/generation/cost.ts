import type { Metadata } from '../media/metadata/metadata';
import { roundUsd } from '../operation/usd';
import type { Price } from '../types';
import type { GenerationRequest } from './readRequest';

/**
 * What a result costs at Decart's list price, in US dollars.
 *
 * @param durationSeconds of the video that is made; of its input where it is not made yet
 * @returns `undefined` for a model without a published price, and for a video whose duration is not known
 */
export function estimateCost(
	request: GenerationRequest,
	{ durationSeconds }: Pick<Metadata, 'durationSeconds'>,
): number | undefined {
	const { price } = request.model;
	if (!price) return undefined;
	if (price.perImage) return price.perImage[readResolution(request)];
	return pricePerDuration(price, durationSeconds);
}

/** The cost as a part of a result's JSON. */
export function costJson(
	request: GenerationRequest,
	metadata: Pick<Metadata, 'durationSeconds'>,
): { readonly estimatedCostUsd?: number } {
	const cost = estimateCost(request, metadata);
	return cost === undefined ? {} : { estimatedCostUsd: cost };
}

/** Whether the cost depends on how long the input is. */
export function needsDuration({ model }: GenerationRequest): boolean {
	return model.price?.perSecond !== undefined;
}

function pricePerDuration({ perSecond, maxSeconds = Infinity }: Price, seconds?: number): number | undefined {
	if (perSecond === undefined || seconds === undefined) return undefined;
	return roundUsd(perSecond * Math.min(seconds, maxSeconds));
}

function readResolution({ model, values }: GenerationRequest): string {
	const given = values.find(([name]) => name === 'resolution')?.[1];
	const field = model.fields.find(({ name }) => name === 'resolution');
	return String(given ?? (field?.kind === 'choice' ? field.default : undefined));
}
