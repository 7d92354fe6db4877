import { presentFile, type OutputSettings } from '../media/resultFile';
import type { ObtainedResult } from './idempotencyEntry';
import type { NodeContext, Result } from './operation';

/** Presents a result as an item's JSON and binary data, as its options say. */
export async function presentResult(
	{ functions }: NodeContext,
	{ json, file }: ObtainedResult,
	output: OutputSettings,
): Promise<Result> {
	if (!file) return { json };
	const { json: extra, binary } = await presentFile(functions, file, output);
	return { json: { ...json, ...extra }, ...(binary && { binary: { ...binary } }) };
}
