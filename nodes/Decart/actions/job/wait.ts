import { downloadWhenReady, pollJob } from '../../jobs/polling';
import { aboutJob } from '../../jobs/jobErrors';
import type { NodeContext, Result } from '../../operation/operation';
import type { Settings } from '../../operation/settings';
import { createSingleOperation } from '../../operation/singleOperation';
import { assertOutputPossible } from '../../media/resultFile';
import type { JobId } from '../../types';
import { createDelivery, DELIVERED_FIELDS, presentJobResult } from './deliver';
import { JOB_ID_PARAMETER, readJobId } from './jobId';
import { now } from '../../transport/clock';

/** Job → Wait: waits for a job and delivers its result, as a video operation does. */
export const waitForJob = createSingleOperation({
	name: 'job.wait',
	parameters: [JOB_ID_PARAMETER],
	output: DELIVERED_FIELDS,
	options: ['output', 'wait', 'inputFields'],
	async prepare(context, item, settings) {
		const jobId = readJobId(item, 'job.wait');
		assertOutputPossible(context.functions, item.itemIndex, settings.outputAs);
		return async () =>
			await waitAndDeliver(context, jobId, settings).catch((error: unknown) => {
				throw aboutJob(context, jobId, error);
			});
	},
});

async function waitAndDeliver(context: NodeContext, jobId: JobId, settings: Settings): Promise<Result> {
	const startedAt = now();
	const status = await pollJob(context, { jobId, status: 'unknown', isNew: false }, settings);
	if (status !== 'completed') return { json: { jobId, status } };
	const stored = await downloadWhenReady(context, jobId, createDelivery(jobId, settings));
	return await presentJobResult(context, { jobId, settings, startedAt }, stored);
}
