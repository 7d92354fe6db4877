import { DecartError } from '../transport/errors';
import type { GenerationRequest } from './readRequest';

const MOST_ITEMS = 20;
const MOST_REASONS = 3;

/** A cost limit that cannot be held: it is not known what a request costs. */
export class UnknownCostError extends DecartError {
	/**
	 * @param reasons why the cost is not known, as parts of a sentence
	 * @param itemIndexes the items, where there are several
	 */
	constructor(
		readonly reasons: readonly string[],
		private readonly itemIndexes: readonly number[] = [],
	) {
		super('COST_LIMIT', `Max Cost (USD) cannot be held${nameItems(itemIndexes)}: ${join(reasons)}`, {
			description: 'Choose another model or file, or remove "Max Cost (USD)" from the options.',
		});
	}

	override map(change: (text: string) => string): UnknownCostError {
		return new UnknownCostError(this.reasons.map(change), this.itemIndexes);
	}
}

/** The error for a request whose cost cannot be known. */
export function createUnknownCostError({ model, modelId }: GenerationRequest): UnknownCostError {
	return new UnknownCostError([
		model.price
			? 'the duration of the video is not known'
			: `Decart has published no price for ${modelId}`,
	]);
}

function nameItems(itemIndexes: readonly number[]): string {
	if (itemIndexes.length < 2) return '';
	const isLong = itemIndexes.length > MOST_ITEMS;
	const named = isLong ? itemIndexes.slice(0, MOST_ITEMS) : itemIndexes.slice(0, -1);
	const last = isLong ? `${itemIndexes.length - MOST_ITEMS} more` : itemIndexes.at(-1);
	return ` for items ${named.join(', ')} and ${last}`;
}

function join(reasons: readonly string[]): string {
	const different = [...new Set(reasons)];
	const others = different.length > MOST_REASONS ? ['and others'] : [];
	return [...different.slice(0, MOST_REASONS), ...others].join('; ');
}
