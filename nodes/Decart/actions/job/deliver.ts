import type { Delivery } from '../../jobs/jobApi';
import type { NodeContext, Result } from '../../operation/operation';
import { fileFields, type OutputFields } from '../../operation/outputFields';
import { presentResult } from '../../operation/presentResult';
import type { Settings } from '../../operation/settings';
import { resultFileName } from '../../media/fileName';
import type { StoredFile } from '../../media/resultFile';
import type { JobId } from '../../types';
import { now } from '../../transport/clock';

/** What the JSON of a delivered job holds. */
export const DELIVERED_FIELDS: OutputFields = {
	status: 'string',
	jobId: 'string',
	durationMs: 'number',
	...fileFields('video'),
};

/** A job's image or video; its type and extension come from its bytes. */
export function createDelivery(jobId: JobId, settings: Settings): Delivery {
	return {
		kinds: ['image', 'video'],
		nameFor: ({ extension }) =>
			resultFileName({
				wanted: settings.fileName,
				source: undefined,
				// The id may hold anything, such as the path of another folder.
				model: `decart-${jobId.replace(/[^\w.-]+/g, '_')}`,
				number: undefined,
				extension,
			}),
		settings,
	};
}

/** Presents a job's result as an item. */
export async function presentJobResult(
	context: NodeContext,
	{ jobId, settings, startedAt }: { jobId: JobId; settings: Settings; startedAt: number },
	{ file, ...facts }: StoredFile,
): Promise<Result> {
	const json = { status: 'completed', jobId, durationMs: Math.round(now() - startedAt), ...facts };
	return await presentResult(context, { json, file }, settings);
}
