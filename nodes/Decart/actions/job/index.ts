import { resource } from '../resource';
import { downloadJobResult } from './download';
import { getJob } from './get';
import { waitForJob } from './wait';

export const job = resource(
	{ name: 'Job', value: 'job', description: 'Follow a video that is being made' },
	'wait',
	{
		download: {
			name: 'Download',
			action: 'Download the result of a job',
			description: 'Get the result of a job that is completed',
			parameters: downloadJobResult.parameters,
		},
		get: {
			name: 'Get',
			action: 'Get the status of a job',
			description: 'See how far a job is',
			parameters: getJob.parameters,
		},
		wait: {
			name: 'Wait',
			action: 'Wait for a job and download its result',
			description: 'Wait until a job is completed and get its result',
			parameters: waitForJob.parameters,
		},
	},
);
