import { diffCommand } from '../../../scripts/specDiff/command';
import { changedSpec, run, schema, withSpecFile, type Draft } from '../support';

export const LUCY = 'POST /v1/jobs/lucy-2.5';
export const FORM = `${LUCY} > body > multipart/form-data`;
export const TRANSITION = 'POST /v1/jobs/lucy-pro-flf2v > body > multipart/form-data';
export const TOKENS = 'POST /v1/client/tokens > body > application/json';

export const anchored = (...way: (string | number)[]) => schema('VideoEditAnchored', ...way);
export const transition = (...way: (string | number)[]) => schema('ImageTransition', ...way);
export const operation = (...way: (string | number)[]) => ['paths', '/v1/jobs/lucy-2.5', 'post', ...way];

/** Compares the project's document with itself, changed by the test. */
export function compareWith(change: (theirs: Draft) => void) {
	return withSpecFile(changedSpec(change), 'json', (file) => run(diffCommand, file));
}
