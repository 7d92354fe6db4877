import type { Delivery } from '../../jobs/jobApi';
import { resultOf } from '../../generation/generate';
import type { Result } from '../../operation/operation';
import type { Settings } from '../../operation/settings';
import { resultFileName } from '../../media/fileName';
import type { StoredFile } from '../../media/resultFile';
import type { JobId } from '../../types';

/** A job's picture or video; its type and extension are told from its bytes. */
export function deliveryOf(jobId: JobId, settings: Settings): Delivery {
	return {
		kinds: ['image', 'video'],
		nameFor: ({ extension }) =>
			resultFileName({
				wanted: settings.fileName,
				source: undefined,
				model: `decart-${jobId}`,
				number: undefined,
				extension,
			}),
		settings,
	};
}

/** A job's result as an item. */
export function delivered(jobId: JobId, stored: StoredFile, startedAt: number): Result {
	return resultOf({ status: 'completed', jobId, durationMs: Date.now() - startedAt }, stored);
}
