import { assertOutputPossible } from '../media/resultFile';
import type { GeneratedOperation } from '../types';
import { readRequest, loadFiles, readModel } from './readRequest';
import { generate, type Order } from './generate';
import type { Operation, Task } from '../operation/operation';
import { createParameters } from './parameters';
import { readSettings, readWaits } from '../operation/settings';

/** Makes an operation of what the generator wrote for it: its parameters, and the way of each item. */
export function generatingOperation(generated: GeneratedOperation): Operation {
	return {
		parameters: createParameters(generated),
		async prepare(context, itemIndex) {
			const named = readModel(context, itemIndex, generated);
			const settings = readSettings(context.functions, itemIndex, named.modelId);
			const request = readRequest(context, itemIndex, named, settings);
			const waits = readWaits(context.functions, itemIndex, named.modelId);
			await assertOutputPossible(context.functions, settings.outputAs);
			await loadFiles(request, 'local');
			return numbers(settings.variations).map((variation): Task => {
				const order: Order = { itemIndex, request, settings, waits, variation };
				return async () => await generate(context, order);
			});
		},
	};
}

/** 1 to n, or a single result without a number. */
function numbers(variations: number): (number | undefined)[] {
	return variations === 1 ? [undefined] : Array.from({ length: variations }, (_, index) => index + 1);
}
