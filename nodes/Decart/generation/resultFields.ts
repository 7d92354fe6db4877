import { fileFields, type OutputFields } from '../operation/outputFields';
import type { Model } from '../types';

/** The fields of the results that an operation's models make. */
export function resultFields(models: readonly Model[]): OutputFields {
	const fields = models.flatMap((model) => model.fields);
	const has = (name: string) => fields.some((field) => field.name === name);
	const isQueued = models.some(({ paths }) => paths.some(({ surface }) => surface === 'queue'));
	return {
		model: 'string',
		status: 'string',
		...(isQueued && { jobId: 'string' }),
		...(has('prompt') && { prompt: 'string' }),
		...(fields.some(({ kind }) => kind === 'file') && { inputFileName: 'string' }),
		...(has('seed') && { seed: 'number' }),
		...(has('resolution') && { resolution: 'string' }),
		durationMs: 'number',
		...fileFields(models[0]?.output ?? 'image'),
		...(models.some(({ price }) => price) && { estimatedCostUsd: 'number' }),
	};
}
