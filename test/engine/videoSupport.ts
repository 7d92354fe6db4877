import type { RecordedRequest, Sandbox } from '../../sandbox';
import type { InputItem } from '../../scripts/engine/runDecart';
import { sample } from '../../scripts/samples/media';
import { requestsTo } from '../support/operations';

/** Video → Edit, as most tests of waiting use it. */
export const EDIT = { resource: 'video', operation: 'edit', prompt: 'Snow' };

/** A job that is processed for an hour, unless the sandbox's clock is moved. */
export const LONG_JOB = { pendingMs: 0, processingMs: 3_600_000 };

/** What a job says of the request that it comes from. */
export const SAID = { prompt: 'Snow', inputFileName: 'coffee-zoom.mp4', estimatedCostUsd: 0.12 };

/** The parameters of a video operation. */
export const video = (operation: string, rest: object = {}) => ({ resource: 'video', operation, ...rest });
/** A clip, and a reference image in the field `look`. */
export const WITH_IMAGE: InputItem = {
	files: { data: sample('coffee-zoom.mp4'), look: sample('rocket.jpg') },
};
/** Takes the reference image of `WITH_IMAGE`. */
export const IMAGE = { referenceImageSource: 'binary', referenceImageBinary: 'look' };

/** The polls that a sandbox has seen. */
export function polls(sandbox: Sandbox): RecordedRequest[] {
	return requestsTo(sandbox, 'GET', '/v1/jobs/');
}
