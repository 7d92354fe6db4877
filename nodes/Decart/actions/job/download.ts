import { aboutJob } from '../../jobs/jobErrors';
import { downloadResult } from '../../jobs/jobApi';
import type { NodeContext, Result } from '../../operation/operation';
import type { Settings } from '../../operation/settings';
import { createSingleOperation } from '../../operation/singleOperation';
import { assertOutputPossible } from '../../media/resultFile';
import { asDecartError, DecartError } from '../../transport/errors';
import type { JobId } from '../../types';
import { createDelivery, DELIVERED_FIELDS, presentJobResult } from './deliver';
import { JOB_ID_PARAMETER, readJobId } from './jobId';
import { now } from '../../transport/clock';

/** Job → Download: the result of a job that is completed. */
export const downloadJobResult = createSingleOperation({
	name: 'job.download',
	parameters: [JOB_ID_PARAMETER],
	output: DELIVERED_FIELDS,
	options: ['output', 'inputFields'],
	async prepare(context, item, settings) {
		const jobId = readJobId(item, 'job.download');
		assertOutputPossible(context.functions, item.itemIndex, settings.outputAs);
		return async () =>
			await deliver(context, jobId, settings).catch((error: unknown) => {
				throw aboutJob(context, jobId, refused(asDecartError(error)));
			});
	},
});

async function deliver(context: NodeContext, jobId: JobId, settings: Settings): Promise<Result> {
	const startedAt = now();
	const stored = await downloadResult(context, jobId, createDelivery(jobId, settings));
	return await presentJobResult(context, { jobId, settings, startedAt }, stored);
}

/** A refusal that says nothing of the key or the job mostly means that there is no result yet. */
function refused(error: DecartError): DecartError {
	const { code, message, httpStatus = 0, jobId } = error;
	if (code !== 'PROCESSING_ERROR' || httpStatus < 400 || httpStatus >= 500) return error;
	const description =
		'The job may not be completed yet: use Job → Wait, which downloads the result as soon as it is there.';
	return new DecartError(code, message, { httpStatus, jobId, description });
}
