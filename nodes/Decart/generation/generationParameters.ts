import type { INodeProperties } from 'n8n-workflow';
import type { GeneratedOperation, ModelStatus } from '../types';
import { CUSTOM_FIELDS_LABEL } from './customFields';
import { CUSTOM_MODEL, CUSTOM_MODEL_ID_LABEL } from './readRequest';
import { optionParameters, optionsCollection, WAIT_PARAMETER } from '../operation/optionParameters';
import { STYLE_PRESETS, type StylePreset } from '../operation/stylePresets';

const CUSTOM_PARAMETERS: INodeProperties[] = [
	{
		displayName: CUSTOM_MODEL_ID_LABEL,
		name: 'customModelId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. lucy-image-3',
		description: "The model's ID as Decart lists it, for a model that is newer than this node",
		displayOptions: { show: { model: [CUSTOM_MODEL] } },
	},
	{
		displayName: CUSTOM_FIELDS_LABEL,
		name: 'customFields',
		type: 'json',
		default: '{}',
		description: 'Further fields of the model, as a JSON object of texts, numbers and booleans',
		displayOptions: { show: { model: [CUSTOM_MODEL] } },
	},
];

/** A generating operation's parameters: what the API takes, and what the node adds of its own. */
export function createGenerationParameters(generated: GeneratedOperation): INodeProperties[] {
	const isVideo = generated.resource === 'video';
	const waiting = isVideo ? { [`/${WAIT_PARAMETER.name}`]: [true] } : { surface: ['queue'] };
	const own = [
		...presetParameters(generated, 1, '/referenceImageSource'),
		...optionParameters('variations', 'inputUrl', 'output', 'request', 'paid', 'cost', 'inputFields'),
		...optionParameters('wait').map((parameter) => shownFor(parameter, waiting)),
		...surfaceParameter(generated),
	];
	return [
		generated.model,
		...statusNotices(generated),
		...CUSTOM_PARAMETERS,
		...withPreset(generated),
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

const PRESETS: StylePreset[] = STYLE_PRESETS.map(({ value }) => value);
/** Where the preset stands: in the options in version 1 of the node, beside the prompt since version 1.1. */
const PRESET_PATHS = ['/options.stylePreset', 'stylePreset'];

/** Operations on an image or a video that is there take a ready-made look. */
function hasPresets({ operation }: GeneratedOperation): boolean {
	return operation === 'edit' || operation === 'restyle';
}

function presetParameters(
	generated: GeneratedOperation,
	version: number,
	referencePath: string,
): INodeProperties[] {
	if (!hasPresets(generated)) return [];
	const excludesReference = generated.models.some(
		({ fieldCombinations }) => fieldCombinations !== undefined,
	);
	const show = { '@version': [version], ...(excludesReference && { [referencePath]: ['none'] }) };
	return optionParameters('prompt').map((parameter) => shownFor(parameter, show));
}

/** The prompt with the preset behind it. One that has to be written need not be where a preset fills it. */
function withPreset(generated: GeneratedOperation): INodeProperties[] {
	const last = generated.fields.map(({ name }) => name).lastIndexOf('prompt');
	return generated.fields.flatMap((parameter, index) => [
		...(parameter.name === 'prompt' && parameter.required === true
			? promptVariants(parameter)
			: [parameter]),
		...(index === last ? presetParameters(generated, 1.1, 'referenceImageSource') : []),
	]);
}

function promptVariants(parameter: INodeProperties): INodeProperties[] {
	const { show } = parameter.displayOptions ?? {};
	const hide = Object.fromEntries(PRESET_PATHS.map((path) => [path, PRESETS]));
	return [
		{ ...parameter, displayOptions: { ...(show && { show }), hide } },
		...PRESET_PATHS.map((path) => ({
			...parameter,
			required: false,
			displayOptions: { show: { ...show, [path]: PRESETS } },
		})),
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
	show: Readonly<Record<string, (string | number | boolean)[]>>,
): INodeProperties {
	return { ...parameter, displayOptions: { show } };
}
