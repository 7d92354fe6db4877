import { OUTPUT_SETTINGS } from '../../generation/optionParameters';
import { singleTask } from '../../generation/singleTask';
import { assertOutputPossible } from '../../media/output';
import { deliver } from './deliver';
import { JOB_ID_PARAMETER, readJobId } from './jobId';

/** Job → Download: the result of a job that is completed. */
export const download = singleTask({
	name: 'job.download',
	parameters: [JOB_ID_PARAMETER],
	settings: OUTPUT_SETTINGS,
	async prepare(context, itemIndex, settings) {
		const jobId = readJobId(context, itemIndex, 'job.download');
		await assertOutputPossible(context.functions, settings.output.outputAs);
		return async () => await deliver(context, jobId, settings, Date.now());
	},
});
