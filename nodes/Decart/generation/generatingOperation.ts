import { assertOutputPossible } from '../media/resultFile';
import { invalidInput } from '../transport/errors';
import type { GeneratedOperation } from '../types';
import { readRequest, loadFiles, readModel } from './readRequest';
import { generate, type Order } from './generate';
import type { NodeContext, Operation, Task } from '../operation/operation';
import { createParameters } from './parameters';
import { readSettings, WAIT_FIELD } from '../operation/settings';
import { checkField } from '../operation/validate';

/** Makes an operation of what the generator wrote for it: its parameters, and the way of each item. */
export function generatingOperation(generated: GeneratedOperation): Operation {
	return {
		parameters: createParameters(generated),
		async prepare(context, itemIndex) {
			const named = readModel(context, itemIndex, generated);
			const settings = readSettings(context.functions, itemIndex, named.modelId);
			const request = readRequest(context, itemIndex, named, settings);
			const waits = readWaits(context, itemIndex, named.modelId);
			await assertOutputPossible(context.functions, settings.output.outputAs);
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

function readWaits({ functions }: NodeContext, itemIndex: number, subject: string): boolean {
	const checked = checkField(WAIT_FIELD, functions.getNodeParameter(WAIT_FIELD.parameter, itemIndex, true));
	if ('problem' in checked) throw invalidInput(subject, [checked.problem]);
	return checked.value !== false;
}
