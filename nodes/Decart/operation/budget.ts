import type { IExecuteFunctions } from 'n8n-workflow';
import { DecartError } from '../transport/errors';
import { formatUsd, roundUsd } from './usd';

const CONTEXT_KEY = 'decartSpentUsd';

/**
 * Sets an amount aside before a request is sent. What this execution has spent under a limit lies in its own data,
 * where Retry On Fail, Retry and an agent's next call find it.
 *
 * @param cost in US dollars
 * @returns gives the amount back, for a request that was not accepted
 * @throws DecartError `COST_LIMIT` for what would go beyond the limit
 */
export function reserveCost(functions: IExecuteFunctions, cost: number, limit: number): () => void {
	const context = functions.getContext('node');
	const read = () => Number(context[CONTEXT_KEY] ?? 0);
	const total = roundUsd(read() + cost);
	if (total > limit) {
		throw new DecartError(
			'COST_LIMIT',
			`Max Cost (USD) is ${formatUsd(limit)}: about ${formatUsd(read())} is spent, and this would take ${formatUsd(cost)} more`,
		);
	}
	context[CONTEXT_KEY] = total;
	return () => {
		context[CONTEXT_KEY] = Math.max(0, roundUsd(read() - cost));
	};
}
