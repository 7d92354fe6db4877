import { assertOutputPossible } from '../media/resultFile';
import type { GeneratedOperation } from '../types';
import { readRequest, loadFiles, readModel } from './readRequest';
import { assertCostKnown } from './inputSummary';
import { dryRun } from './dryRun';
import { generate, isObtained } from './generate';
import type { Order } from './order';
import type { Operation } from '../operation/operation';
import { createParameters } from './parameters';
import { resultFields } from './resultFields';
import { readSettings, readWaits } from '../operation/settings';

/** Makes an operation of what the generator wrote for it: its parameters, and the way of each item. */
export function generatingOperation(generated: GeneratedOperation): Operation {
	return {
		parameters: createParameters(generated),
		output: resultFields(generated.models),
		async prepare(context, item) {
			const named = readModel(item, generated);
			const settings = readSettings(item, named.modelId);
			const request = readRequest(context, item, named, settings);
			const waits = readWaits(item, named.modelId);
			assertOutputPossible(context.functions, item.itemIndex, settings.outputAs);
			const orders = numbers(settings.variations).map((variation): Order => {
				return { itemIndex: item.itemIndex, request, settings, waits, variation };
			});
			if (settings.dryRun) return orders.map((order) => async () => await dryRun(context, order));
			if (!isObtained(context, orders)) {
				await loadFiles(request, 'ahead');
				if (settings.maxCostUsd !== undefined) await assertCostKnown(request);
			}
			return orders.map((order) => async () => await generate(context, order));
		},
	};
}

/** 1 to n, or a single result without a number. */
function numbers(variations: number): (number | undefined)[] {
	return variations === 1 ? [undefined] : Array.from({ length: variations }, (_, index) => index + 1);
}
