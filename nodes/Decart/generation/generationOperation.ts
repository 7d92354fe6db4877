import { assertOutputPossible } from '../media/resultFile';
import type { OperationModels } from '../types';
import { readRequest, loadFiles, readModel } from './readRequest';
import { assertCostKnown } from './inputSummary';
import { dryRun } from './dryRun';
import { generateVariation, isObtained } from './generateVariation';
import type { Variation } from './variation';
import type { Operation } from '../operation/operation';
import { resultFields } from './resultFields';
import { readSettings, readWaits } from '../operation/settings';

/** Makes an operation of the models that the generator wrote for it: the way of each item. */
export function createGenerationOperation(generated: OperationModels): Operation {
	return {
		output: resultFields(generated.models),
		async prepare(context, item) {
			const named = readModel(item, generated);
			const settings = readSettings(item, named.modelId);
			const request = readRequest(context, item, named, settings);
			const waits = readWaits(item, named.modelId);
			assertOutputPossible(context.functions, item.itemIndex, settings.outputAs);
			const variations = numbers(settings.variations).map((number): Variation => {
				return { itemIndex: item.itemIndex, request, settings, waits, number };
			});
			if (settings.dryRun)
				return variations.map((variation) => async () => await dryRun(context, variation));
			if (!isObtained(context, variations)) {
				await loadFiles(request, 'ahead');
				if (settings.maxCostUsd !== undefined) await assertCostKnown(request);
			}
			return variations.map(
				(variation) => async (onReceived) => await generateVariation(context, variation, onReceived),
			);
		},
	};
}

/** 1 to n, or a single result without a number. */
function numbers(variations: number): (number | undefined)[] {
	return variations === 1 ? [undefined] : Array.from({ length: variations }, (_, index) => index + 1);
}
