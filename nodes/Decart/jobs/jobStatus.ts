/** What ends a job without a result. Decart documents `failed`; the others are what queues commonly say. */
const FAILURES = new Set(['failed', 'cancelled', 'canceled', 'expired', 'error', 'timeout']);

/** What a job's status says of it, in whatever letter case; a status that nobody has heard of ends nothing. */
export function outcomeFromStatus(status: string): 'completed' | 'failed' | 'underWay' {
	const word = status.trim().toLowerCase();
	if (word === 'completed') return 'completed';
	return FAILURES.has(word) ? 'failed' : 'underWay';
}
