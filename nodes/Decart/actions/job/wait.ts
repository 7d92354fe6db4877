import { awaitJob } from '../../generation/await';
import { OUTPUT_SETTINGS, WAIT_SETTINGS } from '../../generation/optionParameters';
import type { NodeContext, Result } from '../../generation/operation';
import type { Settings } from '../../generation/settings';
import { singleTask } from '../../generation/singleTask';
import { assertOutputPossible } from '../../media/output';
import { asDecartError } from '../../transport/errors';
import type { JobId } from '../../types';
import { deliver } from './deliver';
import { JOB_ID_PARAMETER, readJobId } from './jobId';

/** Job → Wait: waits for a job and delivers its result, as a video operation does. */
export const wait = singleTask({
	name: 'job.wait',
	parameters: [JOB_ID_PARAMETER],
	settings: [...OUTPUT_SETTINGS, ...WAIT_SETTINGS],
	async prepare(context, itemIndex, settings) {
		const jobId = readJobId(context, itemIndex, 'job.wait');
		await assertOutputPossible(context.functions, settings.output.outputAs);
		return async () => await waitAndDeliver(context, jobId, settings);
	},
});

async function waitAndDeliver(context: NodeContext, jobId: JobId, settings: Settings): Promise<Result> {
	const startedAt = Date.now();
	const problem = await awaitJob(context, jobId, settings, false).then(
		() => undefined,
		(error: unknown) => asDecartError(error),
	);
	if (problem?.code === 'JOB_TIMEOUT' && settings.onTimeout === 'returnJob') {
		return { json: { jobId, status: 'processing' } };
	}
	if (problem) throw problem.forJob(jobId);
	return await deliver(context, jobId, settings, startedAt);
}
