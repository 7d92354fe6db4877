import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { DecartError } from '../transport/errors';
import type { JobId } from '../types';
import type { Result } from './operation';

/** What is known of a generation that was sent: its job, its result, or that its outcome is unknown. */
export interface Purchase {
	jobId?: JobId;
	result?: Result;
	unknown?: DecartError;
}

/** The purchases of one run of the node, by what was bought. */
export interface Purchases {
	/** The purchase of this very thing, from an earlier try of the same run or a new one. */
	of(fingerprint: string): Purchase;
	/** The run went well: a later one in the same execution, as in a loop, buys anew. */
	forget(): void;
}

const MAX_PURCHASES = 20_000;
/** n8n waits at most five seconds between two tries. */
const KEPT_MS = 60_000;

/**
 * n8n's "Retry On Fail" runs the node anew with all its items, in the same execution and the same run. What
 * an earlier try has bought is kept here for a minute, so that the next one takes it up. In memory and
 * bounded: another process, or a restart, knows nothing of it.
 */
const runs = new Map<string, Map<string, Purchase>>();

/** The purchases that earlier tries of this run of the node have made; none where the node is not retried. */
export function purchasesOf(functions: IExecuteFunctions): Purchases {
	const key = functions.getNode().retryOnFail === true ? runIdOf(functions) : undefined;
	const purchases = (key === undefined ? undefined : runs.get(key)) ?? new Map<string, Purchase>();
	if (key !== undefined) keep(key, purchases);
	return {
		of(fingerprint) {
			const known = purchases.get(fingerprint);
			if (known) return known;
			const purchase: Purchase = {};
			if (purchases.size < MAX_PURCHASES) purchases.set(fingerprint, purchase);
			return purchase;
		},
		forget() {
			if (key !== undefined) runs.delete(key);
		},
	};
}

/** A short name for something bought: the same for the same parts only. */
export function fingerprintOf(parts: readonly unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The same for every try of one run of the node; `undefined` where n8n gives the execution no id. */
export function runIdOf(functions: IExecuteFunctions): string | undefined {
	const executionId = functions.getExecutionId() as string | undefined;
	if (!executionId) return undefined;
	const { $runIndex } = functions.getWorkflowDataProxy(0) as { $runIndex?: unknown };
	return JSON.stringify([functions.getWorkflow().id, executionId, functions.getNode().id, $runIndex]);
}

function keep(key: string, purchases: Map<string, Purchase>): void {
	runs.set(key, purchases);
	// Such a timer keeps no process alive.
	AbortSignal.timeout(KEPT_MS).addEventListener('abort', () => {
		if (runs.get(key) === purchases) runs.delete(key);
	});
}
