import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import { OLDEST_PRICE_DATE } from '../generated';
import { formatUsd, roundUsd } from '../operation/usd';

/** Adds up what the results of a run cost. */
export interface CostSummary {
	add(result: IDataObject): void;
	/** Says what they cost together; nothing where none of them has a cost. */
	hints(): NodeExecutionHint[];
}

export function createCostSummary(): CostSummary {
	let results = 0;
	let priced = 0;
	let usd = 0;
	let isDryRun = true;
	return {
		add({ estimatedCostUsd: cost, dryRun }) {
			results += 1;
			isDryRun &&= dryRun === true;
			if (typeof cost !== 'number') return;
			priced += 1;
			usd += cost;
		},
		hints() {
			if (priced === 0) return [];
			const count = results === 1 ? '1 result' : `${results} results`;
			const rest = results === priced ? '' : `, and ${results - priced} whose cost is not known`;
			const sum = `about ${formatUsd(roundUsd(usd))} at Decart's list prices of ${readMonth()}${rest}`;
			const message = isDryRun
				? `Dry run, nothing was sent. ${count} would cost ${sum}.`
				: `${count}, ${sum}.`;
			return [{ message, location: 'outputPane', type: 'info' }];
		},
	};
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
	const [year = '', month = ''] = OLDEST_PRICE_DATE.split('-');
	return `${MONTHS[Number(month) - 1] ?? ''} ${year}`.trim();
}
