import { DecartError } from '../transport/errors';
import type { Field, FileField, Model, ModelId, OperationModels, Surface } from '../types';
import { checkFieldCombination, findNothingToDo } from './fieldCombinations';
import { readCustomFields } from './customFields';
import { createFileProblem, readFileInput, type FileInput } from '../operation/readFileInput';
import { fieldProblem, invalidInput, type Problem } from '../operation/invalidInput';
import type { ItemParameters } from '../operation/itemParameters';
import type { NodeContext } from '../operation/operation';
import type { Settings } from '../operation/settings';
import { styledPrompt } from '../operation/stylePresets';
import { checkField, type PlainValue } from '../operation/validate';

/** A generation as it will be requested: checked, and nothing sent yet. */
export interface GenerationRequest {
	readonly model: Model;
	readonly modelId: ModelId;
	readonly surface: Surface;
	readonly path: string;
	/** The fields in the API's order; those that are left out are not among them. */
	readonly values: readonly (readonly [name: string, value: PlainValue | FileInput])[];
}

export const CUSTOM_MODEL = 'custom';
/** What the parameter is called in the editor. */
export const CUSTOM_MODEL_ID_LABEL = 'Custom Model ID';

/**
 * Finds the model that an item names.
 *
 * @throws DecartError `MODEL_NOT_FOUND` for one that the catalog does not hold under this operation
 */
export function readModel(
	item: ItemParameters,
	{ models, custom, defaultModel }: OperationModels,
): { model: Model; modelId: ModelId } {
	const chosen = String(item.get('model') ?? defaultModel);
	if (chosen !== CUSTOM_MODEL) {
		const model = models.find(({ id }) => id === chosen);
		if (model) return { model, modelId: model.id };
		throw new DecartError('MODEL_NOT_FOUND', `Model: this operation has no model ${chosen}`, {
			description: 'Choose one from the list, or "Custom Model" to use a model by its ID.',
		});
	}
	const modelId = String(item.get('customModelId') ?? '').trim();
	if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(modelId)) return { model: custom, modelId };
	const problem = modelId === '' ? 'is required' : MODEL_ID_RULE;
	throw invalidInput(
		'the custom model',
		[fieldProblem({ name: 'customModelId', label: CUSTOM_MODEL_ID_LABEL }, problem)],
		`Enter the ID as Decart lists it, such as lucy-image-2, in "${CUSTOM_MODEL_ID_LABEL}".`,
	);
}

/**
 * Reads the item's parameters into a request and checks all of them, so that one error names every problem.
 *
 * @throws DecartError `INVALID_INPUT`
 */
export function readRequest(
	context: NodeContext,
	item: ItemParameters,
	{ model, modelId }: { model: Model; modelId: ModelId },
	settings: Settings,
): GenerationRequest {
	const readings = model.fields.map((field) => readField(context, item, field, settings));
	const given = checkFieldCombination(
		model,
		readings.flatMap(({ field, value }) => (value === undefined ? [] : [[field.name, value] as const])),
	);
	const custom = model.id === CUSTOM_MODEL ? readCustomFields(item, given.values) : NOTHING;
	const problems = [
		...readings.flatMap(({ problem = [] }) => problem),
		...given.problems,
		...custom.problems,
	];
	if (problems.length > 0) throw invalidInput(modelId, problems);
	const nothingToDo = model.id === CUSTOM_MODEL ? undefined : findNothingToDo(model, given.values);
	if (nothingToDo) {
		throw new DecartError('INVALID_INPUT', nothingToDo, {
			description: `Without either, Decart would charge for a video that stays as it is. Invalid inputs for ${modelId}: prompt or reference_image is required.`,
		});
	}
	const { surface, path } = servedAt(model, modelId, settings.surface);
	return { model, modelId, surface, path, values: [...given.values, ...custom.values] };
}

/** What the API takes for a step of a path is not part of an ID. */
const MODEL_ID_RULE = 'may hold letters, digits, dots, dashes and underscores only';
const NOTHING = { values: [], problems: [] };

/** A field's value, what is wrong with it, or neither where it is left out. */
interface Reading {
	readonly field: Field;
	readonly value?: PlainValue | FileInput | undefined;
	readonly problem?: Problem;
}

function readField(context: NodeContext, item: ItemParameters, field: Field, settings: Settings): Reading {
	if (field.kind === 'file') return readFileField(context, item, field, settings);
	const raw = item.collection('options')[field.parameter] ?? item.get(field.parameter);
	const checked = checkField(
		field,
		field.name === 'prompt' ? styledPrompt(raw, settings.stylePreset) : raw,
	);
	if ('value' in checked) return { field, value: checked.value };
	return { field, problem: fieldProblem(field, checked.problem) };
}

function readFileField(
	context: NodeContext,
	item: ItemParameters,
	field: FileField,
	settings: Settings,
): Reading {
	try {
		return { field, value: readFileInput(context, item, field, settings) };
	} catch (error) {
		return { field, problem: createFileProblem(field, error) };
	}
}

/**
 * Loads the files that may be loaded ahead, or all of them, which fetches those that are given by URL.
 *
 * @throws DecartError `INVALID_INPUT` that lists every file which cannot be used
 */
export async function loadFiles(request: GenerationRequest, which: 'ahead' | 'all'): Promise<void> {
	const files = listFiles(request);
	const isWanted = await Promise.all(
		files.map(async (file) => which === 'all' || (await file.mayLoadAhead())),
	);
	const wanted = files.filter((_, index) => isWanted[index]);
	const loaded = await Promise.allSettled(wanted.map(async (file) => await file.load()));
	const problems = wanted.flatMap((file, index) => {
		const outcome = loaded[index];
		return outcome?.status === 'rejected' ? [createFileProblem(file, outcome.reason)] : [];
	});
	if (problems.length > 0) throw invalidInput(request.modelId, problems);
}

/** Lets go of the bytes of loaded files: of all, or of those that may not be held until their turn. */
export async function releaseFiles(request: GenerationRequest, which: 'untimely' | 'all'): Promise<void> {
	for (const file of listFiles(request)) {
		if (which === 'all' || !(await file.mayLoadAhead())) (await file.load()).release();
	}
}

function listFiles({ values }: GenerationRequest): FileInput[] {
	return values.flatMap(([, value]) => (typeof value === 'object' ? [value] : []));
}

function servedAt(
	model: Model,
	modelId: ModelId,
	wanted: Surface | undefined,
): { surface: Surface; path: string } {
	const found = model.paths.find(({ surface }) => surface === wanted) ?? model.paths[0];
	if (!found) throw new DecartError('MODEL_NOT_FOUND', `The model ${modelId} is served nowhere`);
	return { surface: found.surface, path: found.path.replace('{model}', encodeURIComponent(modelId)) };
}
