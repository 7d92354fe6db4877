import type { IdempotencyEntry, ObtainedResult } from '../operation/idempotencyEntry';
import type { NodeContext, Result } from '../operation/operation';
import { presentResult } from '../operation/presentResult';
import { collectImmediate, collectJob } from './collect';
import { findEntry, type Order } from './order';
import { restore } from './restore';
import { send } from './send';
import { now } from '../transport/clock';

/**
 * Makes one result: sends the request, polls its job where there is one, and stores the result in n8n. What an
 * earlier attempt at the run has obtained is restored instead of requested again.
 *
 * @throws DecartError for whatever went wrong; it names the job where there is one
 */
export async function generate(context: NodeContext, order: Order): Promise<Result> {
	const entry = findEntry(context, order);
	const kept = entry.result;
	const restored = kept && (await restore(context, order, entry, kept));
	const obtained = restored ?? (await obtain(context, order, entry));
	return await presentResult(context, obtained, order.settings);
}

/** Whether nothing has to be sent for an item, and so none of its files: an earlier attempt has obtained it all. */
export function isObtained(context: NodeContext, orders: readonly Order[]): boolean {
	return orders.every((order) => findEntry(context, order).isObtained);
}

async function obtain(context: NodeContext, order: Order, entry: IdempotencyEntry): Promise<ObtainedResult> {
	const startedAt = now();
	if (entry.job) {
		const job = { ...entry.job, status: 'pending', isNew: false };
		return await collectJob(context, order, entry, job, startedAt);
	}
	const answer = await send(context, order, entry);
	if ('jobId' in answer) return await collectJob(context, order, entry, answer, startedAt);
	return collectImmediate(order, entry, answer, startedAt);
}
