import { downloadResult } from '../../generation/await';
import { resultOf } from '../../generation/generate';
import type { NodeContext, Result } from '../../generation/operation';
import type { Settings } from '../../generation/settings';
import { resultFileName } from '../../media/fileName';
import { asDecartError } from '../../transport/errors';
import type { JobId } from '../../types';

/** Downloads a completed job's picture or video; its type and extension are told from its bytes. */
export async function deliver(
	context: NodeContext,
	jobId: JobId,
	settings: Settings,
	startedAt: number,
): Promise<Result> {
	const stored = await downloadResult(context, jobId, {
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
	}).catch((error: unknown) => {
		throw asDecartError(error).forJob(jobId);
	});
	return resultOf({ status: 'completed', jobId, durationMs: Date.now() - startedAt }, stored);
}
