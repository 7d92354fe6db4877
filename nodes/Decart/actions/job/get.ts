import type { IDataObject } from 'n8n-workflow';
import { fetchJob } from '../../jobs/jobApi';
import { createSingleOperation } from '../../operation/singleOperation';
import { renameErrorField } from '../../operation/renameErrorField';
import { JOB_ID_PARAMETER, readJobId } from './jobId';

/** Job → Get: how far a job is, without waiting. */
export const getJob = createSingleOperation({
	name: 'job.get',
	parameters: [JOB_ID_PARAMETER],
	output: { jobId: 'string', status: 'string' },
	prepare(context, item, settings) {
		const jobId = readJobId(item, 'job.get');
		return async () => {
			const { job_id: id, status, ...rest } = await fetchJob(context, jobId, settings);
			return { json: { jobId: id, status, ...renameErrorField(rest as IDataObject) } };
		};
	},
});
