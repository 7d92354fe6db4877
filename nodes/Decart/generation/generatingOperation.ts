import type { INodeProperties } from 'n8n-workflow';
import { assertOutputPossible } from '../media/output';
import type { GeneratedOperation } from '../types';
import { collect, CUSTOM_MODEL, loadFiles, readModel } from './collect';
import { generate, type Order } from './generate';
import type { NodeContext, Operation, Task } from './operation';
import {
	OUTPUT_SETTINGS,
	REQUEST_SETTINGS,
	WAIT_PARAMETER,
	WAIT_SETTINGS,
	optionsCollection,
	settingParameters,
} from './optionParameters';
import { readSettings, SETTING_FIELDS, WAIT_FIELD, type SettingName } from './settings';
import { checkField } from './validate';
import { invalidInput } from '../transport/errors';

/** Makes an operation of what the generator wrote for it: its parameters, and the way of each item. */
export function generatingOperation(generated: GeneratedOperation): Operation {
	return {
		parameters: parametersOf(generated),
		async prepare(context, itemIndex) {
			const named = readModel(context, itemIndex, generated);
			const settings = readSettings(context.functions, itemIndex, named.modelId);
			const request = collect(context, itemIndex, named, settings);
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

const CUSTOM_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Custom Model ID',
		name: 'customModelId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. lucy-image-2',
		description: "The model's ID as Decart lists it, for a model that is newer than this node",
		displayOptions: { show: { model: [CUSTOM_MODEL] } },
	},
	{
		displayName: 'Custom Fields',
		name: 'customFields',
		type: 'json',
		default: '{}',
		description: 'Further fields of the model, as a JSON object of texts, numbers and booleans',
		displayOptions: { show: { model: [CUSTOM_MODEL] } },
	},
];

function parametersOf(generated: GeneratedOperation): INodeProperties[] {
	const isVideo = generated.resource === 'video';
	const names: SettingName[] = [
		'variations',
		'maxUrlFileSize',
		...OUTPUT_SETTINGS,
		...REQUEST_SETTINGS,
		...WAIT_SETTINGS,
	];
	const own = settingParameters(names).map((parameter) =>
		isVideo && WAIT_SETTINGS.some((name) => name === parameter.name)
			? onlyWhenWaiting(parameter)
			: parameter,
	);
	return [
		generated.model,
		...CUSTOM_PARAMETERS,
		...generated.fields,
		...(isVideo ? [WAIT_PARAMETER] : []),
		optionsCollection([...generated.options, ...own, ...surfaceParameter(generated)]),
	];
}

function onlyWhenWaiting(parameter: INodeProperties): INodeProperties {
	return { ...parameter, displayOptions: { show: { [`/${WAIT_FIELD.parameter}`]: [true] } } };
}

/** The choice between the two surfaces, for the models that have both. */
function surfaceParameter({ models, custom }: GeneratedOperation): INodeProperties[] {
	const both = [...models, custom].filter(({ paths }) => paths.length > 1).map(({ id }) => id);
	if (both.length === 0) return [];
	const [parameter] = settingParameters([SETTING_FIELDS.surface.name as 'surface']);
	return parameter ? [{ ...parameter, displayOptions: { show: { '/model': both } } }] : [];
}
