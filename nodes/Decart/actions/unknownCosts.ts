import type { Outcome } from '../batch/pool';
import { UnknownCostError } from '../generation/unknownCost';

interface Reported {
	readonly itemIndex: number;
	readonly outcome: Outcome<unknown>;
}

/** Whether the other items are still checked: all those whose cost is not known are named in one error. */
export function isUnknownCost(error: unknown): error is UnknownCostError {
	return error instanceof UnknownCostError;
}

/** Names every item whose cost is not known in the error of the first; the others are not reported again. */
export function nameUnknownCosts(outcomes: readonly Reported[]): readonly Reported[] {
	const found = outcomes.flatMap(({ itemIndex, outcome }) =>
		outcome.status === 'failed' && isUnknownCost(outcome.error)
			? [{ itemIndex, reasons: outcome.error.reasons }]
			: [],
	);
	const [first] = found;
	if (!first || found.length === 1) return outcomes;
	const error = new UnknownCostError(
		found.flatMap(({ reasons }) => reasons),
		found.map(({ itemIndex }) => itemIndex),
	);
	return outcomes.map(({ itemIndex, outcome }): Reported => {
		if (outcome.status !== 'failed' || !isUnknownCost(outcome.error)) return { itemIndex, outcome };
		return itemIndex === first.itemIndex
			? { itemIndex, outcome: { status: 'failed', error } }
			: { itemIndex, outcome: { status: 'skipped' } };
	});
}
