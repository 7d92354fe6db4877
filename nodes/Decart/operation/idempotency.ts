import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { asDecartError, type DecartError } from '../transport/errors';
import type { JobId } from '../types';
import type { Result } from './operation';

/** What is known of a generation that was sent: its job, its result, or that its outcome is unknown. */
export interface IdempotencyEntry {
	jobId?: JobId;
	/** The name of the file that the job was made from, for the result's. */
	source?: string | undefined;
	result?: Result;
	unknown?: DecartError;
}

/** The purchases of one run of the node, by what was bought. */
export interface IdempotencyStore {
	/** The purchase of this very thing, from an earlier try of the same run or a new one. */
	of(fingerprint: string): IdempotencyEntry;
	/**
	 * This try is over. What it bought is kept for the next one, unless all went well: then a later run in the
	 * same execution buys anew.
	 */
	close(wentWell: boolean): void;
}

/** What the tries of one run have bought so far. */
interface Run {
	readonly bought: Map<string, IdempotencyEntry>;
	tries: number;
}

const MAX_PURCHASES = 20_000;
/** n8n waits at most five seconds between two tries. */
const KEPT_MS = 60_000;

/**
 * n8n's "Retry On Fail" runs the node anew with all its items, in the same execution and the same run. What
 * an earlier try has bought is kept here until a minute after that try, so that the next one takes it up: a
 * result is handed on again, a job is waited for again, and what may have been accepted fails again instead of
 * being paid twice. The limits: it is kept in the memory of this process, so that a restart, or another worker,
 * knows nothing of it; of a run with more than 20,000 results the rest is not remembered; and each run of the
 * node in a loop is a run of its own, which buys anew. So is each try of an AI agent's tool, to n8n.
 */
const runs = new Map<string, Run>();

/**
 * The purchases that earlier tries of this run of the node have made; none where the node is not retried.
 *
 * @param keptMs how long they are kept after a try, in milliseconds
 */
export function openIdempotencyStore(functions: IExecuteFunctions, keptMs = KEPT_MS): IdempotencyStore {
	const key = functions.getNode().retryOnFail === true ? readRunId(functions) : undefined;
	const run = (key === undefined ? undefined : runs.get(key)) ?? { bought: new Map(), tries: 0 };
	run.tries += 1;
	if (key !== undefined) runs.set(key, run);
	return {
		of(fingerprint) {
			const known = run.bought.get(fingerprint);
			if (known) return known;
			const purchase: IdempotencyEntry = {};
			if (run.bought.size < MAX_PURCHASES) run.bought.set(fingerprint, purchase);
			return purchase;
		},
		close(wentWell) {
			if (key === undefined) return;
			if (wentWell) runs.delete(key);
			else expire(key, run, keptMs);
		},
	};
}

/**
 * Makes a purchase that is no job, such as a file upload, at most once in all tries of a run.
 *
 * @param parts what is bought: the same parts are the same purchase
 * @throws DecartError of this try, or of the earlier one whose outcome is unknown
 */
export async function runOnce(
	purchases: IdempotencyStore,
	parts: readonly unknown[],
	buy: () => Promise<Result>,
): Promise<Result> {
	const purchase = purchases.of(fingerprint(parts));
	if (purchase.result) return purchase.result;
	if (purchase.unknown) throw purchase.unknown;
	purchase.result = await buy().catch((reason: unknown) => {
		const error = asDecartError(reason);
		if (error.code === 'OUTCOME_UNKNOWN') purchase.unknown = error;
		throw error;
	});
	return purchase.result;
}

/** A short name for something bought: the same for the same parts only. */
export function fingerprint(parts: readonly unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The same for every try of one run of the node; `undefined` where n8n gives the execution no id. */
export function readRunId(functions: IExecuteFunctions): string | undefined {
	const executionId = functions.getExecutionId() as string | undefined;
	if (!executionId) return undefined;
	const { $runIndex } = functions.getWorkflowDataProxy(0) as { $runIndex?: unknown };
	return JSON.stringify([functions.getWorkflow().id, executionId, functions.getNode().id, $runIndex]);
}

/** Forgets the run after a while, unless another try has begun by then. */
function expire(key: string, run: Run, keptMs: number): void {
	const { tries } = run;
	// Such a timer keeps no process alive.
	AbortSignal.timeout(keptMs).addEventListener('abort', () => {
		if (run.tries === tries && runs.get(key) === run) runs.delete(key);
	});
}
