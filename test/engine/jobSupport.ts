import type { Sandbox } from '../../sandbox';
import { sample } from '../../scripts/samples/media';
import { CLIP_ITEM, runAt } from '../support/operations';

/** An hour in each state: the test moves the sandbox's clock. */
export const LONG_JOB = { pendingMs: 3_600_000, processingMs: 3_600_000 };
/** The parameters of an operation on the job of the item. */
export const job = (operation: string, options: object = {}) => ({
	resource: 'job',
	operation,
	jobId: '={{ $json.jobId }}',
	options: { ...options },
});

/** Submits a job by the node itself, and gives the item that it hands on. */
export async function submitted(sandbox: Sandbox, kind: 'video' | 'image' = 'video') {
	const parameters =
		kind === 'video'
			? { resource: 'video', operation: 'edit', prompt: 'Snow', waitForCompletion: false }
			: {
					resource: 'image',
					operation: 'edit',
					prompt: 'Snow',
					options: { surface: 'queue', timeout: 0.01, onTimeout: 'returnJob' },
				};
	const item = kind === 'video' ? CLIP_ITEM : { files: { data: sample('cat.png') } };
	const { items } = await runAt(sandbox, parameters, [item]);
	return { json: items[0]?.json ?? {} };
}
