import type { IdempotencyEntry, ObtainedResult } from '../operation/idempotencyEntry';
import type { NodeContext, Result } from '../operation/operation';
import { presentResult } from '../operation/presentResult';
import { collectImmediateResult, collectJobResult } from './collectResult';
import { findEntry, type Variation } from './variation';
import { restoreResult } from './restoreResult';
import { sendVariation } from './sendVariation';
import { now } from '../transport/clock';

/**
 * Makes one result: sends the request, polls its job where there is one, and stores the result in n8n. What an
 * earlier attempt at the run has obtained is restored instead of requested again.
 *
 * @param onReceived called when a result that came with the response is here and whole, and nothing that is left can
 * fail
 * @throws DecartError for whatever went wrong; it names the job where there is one
 */
export async function generateVariation(
	context: NodeContext,
	variation: Variation,
	onReceived: () => void,
): Promise<Result> {
	const entry = findEntry(context, variation);
	const kept = entry.result;
	const restored = kept && (await restoreResult(context, variation, entry, kept));
	const { settings } = variation;
	// Base64 text is read back from n8n's store, which can fail: the next request waits for that.
	const onSafe = settings.outputAs === 'base64' ? () => undefined : onReceived;
	const obtained = restored ?? (await obtain(context, variation, entry, onSafe));
	return await presentResult(context, obtained, settings);
}

/** Whether nothing has to be sent for an item, and so none of its files: an earlier attempt has obtained it all. */
export function isObtained(context: NodeContext, variations: readonly Variation[]): boolean {
	const { results, jobs } = context.store.count();
	// In most executions nothing is kept, and then nobody needs to know what tells the item from others.
	if (results + jobs === 0) return false;
	return variations.every((variation) => findEntry(context, variation).isObtained);
}

async function obtain(
	context: NodeContext,
	variation: Variation,
	entry: IdempotencyEntry,
	onReceived: () => void,
): Promise<ObtainedResult> {
	const startedAt = now();
	if (entry.job) {
		const job = { ...entry.job, status: 'pending', isNew: false };
		return await collectJobResult(context, variation, entry, job, startedAt);
	}
	const answer = await sendVariation(context, variation, entry, onReceived);
	if ('jobId' in answer) return await collectJobResult(context, variation, entry, answer, startedAt);
	return collectImmediateResult(variation, entry, answer, startedAt);
}
