import type { INodeProperties } from 'n8n-workflow';
import type { GeneratedOperation, ModelStatus } from '../types';
import { CUSTOM_MODEL } from './readRequest';
import { optionParameters, optionsCollection, WAIT_PARAMETER } from '../operation/optionParameters';
import { STYLE_PRESETS, type StylePreset } from '../operation/stylePresets';

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

/** A generating operation's parameters: what the API takes, and what the node adds of its own. */
export function createParameters(generated: GeneratedOperation): INodeProperties[] {
	const isVideo = generated.resource === 'video';
	const waiting = isVideo ? { [`/${WAIT_PARAMETER.name}`]: [true] } : { surface: ['queue'] };
	const own = [
		...presetParameters(generated),
		...optionParameters('variations', 'inputUrl', 'output', 'request', 'paid'),
		...optionParameters('wait').map((parameter) => shownFor(parameter, waiting)),
		...surfaceParameter(generated),
	];
	return [
		generated.model,
		...statusNotices(generated),
		...CUSTOM_PARAMETERS,
		...generated.fields.flatMap(withPresetVariant),
		...(isVideo ? [WAIT_PARAMETER] : []),
		optionsCollection([...generated.options, ...own]),
	];
}

/** What a person should know who chooses a model that is on its way out. */
function statusNotices({ models }: GeneratedOperation): INodeProperties[] {
	const notice = (status: ModelStatus, text: string): INodeProperties[] => {
		const ids = models.filter((model) => model.status === status).map(({ id }) => id);
		const parameter: INodeProperties = {
			displayName: text,
			name: `${status}Notice`,
			type: 'notice',
			default: '',
		};
		return ids.length === 0 ? [] : [shownFor(parameter, { model: ids })];
	};
	return [
		...notice(
			'deprecated',
			'This is an older name. It still works, and Decart answers it with the model that took its place.',
		),
		...notice(
			'retired',
			'Decart has retired this model: api.decart.ai no longer answers it. It is listed for old workflows, and for hosts that still serve it.',
		),
	];
}

const PRESET_PATH = '/options.stylePreset';
const PRESETS: StylePreset[] = STYLE_PRESETS.map(({ value }) => value);

/** Operations on a picture or a video that is there take a ready-made look. */
function presetParameters({ operation, models }: GeneratedOperation): INodeProperties[] {
	if (operation !== 'edit' && operation !== 'restyle') return [];
	const excludesReference = models.some(({ alternatives }) => alternatives !== undefined);
	const show = { '/referenceImageSource': ['none'] };
	return optionParameters('prompt').map((parameter) =>
		excludesReference ? shownFor(parameter, show) : parameter,
	);
}

/** A prompt that has to be written need not be where a preset fills it. */
function withPresetVariant(parameter: INodeProperties): INodeProperties[] {
	if (parameter.name !== 'prompt' || parameter.required !== true) return [parameter];
	const { show } = parameter.displayOptions ?? {};
	return [
		{ ...parameter, displayOptions: { ...(show && { show }), hide: { [PRESET_PATH]: PRESETS } } },
		{ ...parameter, required: false, displayOptions: { show: { ...show, [PRESET_PATH]: PRESETS } } },
	];
}

/** The choice between the two surfaces, for the models that have both. */
function surfaceParameter({ models, custom }: GeneratedOperation): INodeProperties[] {
	const both = [...models, custom].filter(({ paths }) => paths.length > 1).map(({ id }) => id);
	if (both.length === 0) return [];
	return optionParameters('surface').map((parameter) => shownFor(parameter, { '/model': both }));
}

function shownFor(
	parameter: INodeProperties,
	show: Readonly<Record<string, (string | boolean)[]>>,
): INodeProperties {
	return { ...parameter, displayOptions: { show } };
}
