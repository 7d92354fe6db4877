import { forEachInSlices, mapInSlices } from '../batch/yieldToEventLoop';
import { UnknownCostError } from '../generation/unknownCostError';
import type { Reported } from './itemErrors';

/** Whether the other items are still checked: all those whose cost is not known are named in one error. */
export function isUnknownCost(error: unknown): error is UnknownCostError {
	return error instanceof UnknownCostError;
}

/** Names every item whose cost is not known in the error of the first; the others are not reported again. */
export async function nameUnknownCosts(outcomes: readonly Reported[]): Promise<readonly Reported[]> {
	const found: { itemIndex: number; reasons: UnknownCostError['reasons'] }[] = [];
	await forEachInSlices(outcomes, ({ itemIndex, outcome }) => {
		if (outcome.status !== 'failed' || !isUnknownCost(outcome.error)) return;
		found.push({ itemIndex, reasons: outcome.error.reasons });
	});
	const [first] = found;
	if (!first || found.length === 1) return outcomes;
	const error = new UnknownCostError(
		found.flatMap(({ reasons }) => reasons),
		found.map(({ itemIndex }) => itemIndex),
	);
	return await mapInSlices(outcomes, ({ itemIndex, outcome }): Reported => {
		if (outcome.status !== 'failed' || !isUnknownCost(outcome.error)) return { itemIndex, outcome };
		return itemIndex === first.itemIndex
			? { itemIndex, outcome: { status: 'failed', error } }
			: { itemIndex, outcome: { status: 'skipped' } };
	});
}
