import { isStored } from '../media/resultFile';
import { asDecartError } from '../transport/errors';
import type { IdempotencyEntry, ObtainedResult } from '../operation/idempotencyEntry';
import type { NodeContext } from '../operation/operation';
import { downloadJob, keepFile } from './collectResult';
import type { Variation } from './variation';

/**
 * Restores the result of an earlier attempt at the run. Where n8n has removed its file, it is downloaded from its
 * job again.
 *
 * @returns `undefined` when the file is gone for good, so that the result has to be made again
 */
export async function restoreResult(
	context: NodeContext,
	variation: Variation,
	entry: IdempotencyEntry,
	kept: ObtainedResult,
): Promise<ObtainedResult | undefined> {
	const { file, json } = kept;
	if (!file || (await isStored(context.functions, file))) return kept;
	if (entry.job) {
		const nameFor = () => file.fileName ?? variation.request.modelId;
		const downloaded = await downloadJob(context, variation, entry.job.jobId, nameFor).catch(
			ignoreNotFound,
		);
		if (downloaded) return keepFile(entry, json, downloaded);
	}
	context.store.countRemade();
	entry.clear();
	return undefined;
}

function ignoreNotFound(error: unknown): undefined {
	if (asDecartError(error).code !== 'NOT_FOUND') throw error;
}
