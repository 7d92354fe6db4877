import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import { GENERATED_OPERATIONS } from '../generated';
import { formatUsd } from '../operation/usd';
import { addCosts } from './cost';

/** Sums up what the results of a run cost; nothing where none of them has a cost. */
export function costHint(results: readonly IDataObject[]): NodeExecutionHint[] {
	const costs = results.flatMap(({ estimatedCostUsd: cost }) => (typeof cost === 'number' ? [cost] : []));
	if (costs.length === 0) return [];
	const count = results.length === 1 ? '1 result' : `${results.length} results`;
	const unknown = results.length - costs.length;
	const rest = unknown === 0 ? '' : `, and ${unknown} whose cost is not known`;
	const isDryRun = results.every(({ dryRun }) => dryRun === true);
	const sum = `about ${formatUsd(addCosts(costs))} at Decart's list prices of ${readMonth()}${rest}`;
	return [
		{
			message: isDryRun
				? `Dry run, nothing was sent. ${count} would cost ${sum}.`
				: `${count}, ${sum}.`,
			location: 'outputPane',
			type: 'info',
		},
	];
}

const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

/** The month of the oldest price, `August 2026`. */
function readMonth(): string {
	const dates = GENERATED_OPERATIONS.flatMap(({ models }) =>
		models.flatMap(({ price }) => price?.date ?? []),
	);
	const [year = '', month = ''] = [...dates].sort()[0]?.split('-') ?? [];
	return `${MONTHS[Number(month) - 1] ?? ''} ${year}`.trim();
}
