import type { INodeParameters } from 'n8n-workflow';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { GeneratedOperation, Model } from '../../nodes/Decart/types';
import type { InputFile } from '../../scripts/samples/media';
import { sample } from '../../scripts/samples/media';
import {
	isFileField,
	isFixed,
	type SpecField,
	type SpecForm,
	type SpecGeneration,
	type SpecWay,
} from './spec';

/** A model of the catalog and the operation that it stands under. */
export interface CatalogModel {
	readonly operation: GeneratedOperation;
	readonly model: Model;
}

/** @throws for a path that the catalog does not know, or knows twice */
export function findModelByPath({ path }: Pick<SpecGeneration, 'path'>): CatalogModel {
	const [found, ...more] = GENERATED_OPERATIONS.flatMap((operation) =>
		operation.models
			.filter(({ paths }) => paths.some((served) => served.path === path))
			.map((model) => ({ operation, model })),
	);
	if (!found || more.length > 0) throw new Error(`The catalog does not have ${path} once`);
	return found;
}

/** The ways to fill a form in: the alternatives where the document has some, else a single one. */
export function listWays({ oneOf }: SpecForm): readonly SpecWay[] {
	return oneOf ?? [{}];
}

/** What may be filled in, in the given way. */
export function listFields(form: SpecForm, way: SpecWay = {}): string[] {
	return Object.entries(form.properties)
		.filter(([name, field]) => !isFixed(field) && way.properties?.[name] !== false)
		.map(([name]) => name);
}

/** What must be filled in, in the given way. */
export function listRequired(form: SpecForm, way: SpecWay): string[] {
	return [...(form.required ?? []), ...(way.required ?? [])];
}

/** A value that the field takes and that is not its default. */
function valueFor(name: string, field: SpecField, path: string): string | number | boolean {
	if (field.enum) return field.enum.find((value) => value !== field.default) ?? '';
	switch ([field.type].flat().find((type) => type !== 'null')) {
		case 'boolean':
			return field.default !== true;
		case 'integer':
			return Math.min(field.maximum ?? Infinity, (field.minimum ?? 0) + 3_000_000_041);
		default:
			return `The ${name} for ${path}, “quoted” & ünïcode\nin two lines`;
	}
}

/** A different image for each field, so that a mix-up is seen. */
const IMAGES: Readonly<Record<string, Parameters<typeof sample>[0]>> = {
	reference_image: 'rocket.jpg',
	end: 'coffee.jpg',
};

function fileFor(name: string, { fields }: Model): InputFile {
	const field = fields.find((candidate) => candidate.name === name);
	const takesVideo = field?.kind === 'file' && field.accepts === 'video';
	return sample(takesVideo ? 'coffee-zoom.mp4' : (IMAGES[name] ?? 'cat.png'));
}

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The node's parameters and its item for a request with the named fields, as the public contract has them. */
export function filledIn(
	{ path, form }: SpecGeneration,
	{ operation, model }: CatalogModel,
	names: readonly string[],
): { parameters: INodeParameters; files: Record<string, InputFile> } {
	const files: Record<string, InputFile> = {};
	const options: INodeParameters =
		path.startsWith('/v1/jobs/') && model.paths.length > 1 ? { surface: 'queue' } : {};
	const parameters: INodeParameters = {
		resource: operation.resource,
		operation: operation.operation,
		model: model.id,
		options,
	};
	for (const name of names) {
		const field = form.properties[name] as SpecField;
		const parameter = camelCase(name);
		if (isFileField(field)) {
			files[`the ${name}`] = fileFor(name, model);
			parameters[`${parameter}Source`] = 'binary';
			parameters[`${parameter}Binary`] = `the ${name}`;
		} else {
			const isCentral = operation.fields.some((entry) => entry.name === parameter);
			(isCentral ? parameters : options)[parameter] = valueFor(name, field, path);
		}
	}
	return { parameters, files };
}

/** As HTML's form encoding has it, every line of a text ends with CR and LF. */
const onTheWire = (value: unknown) => String(value).replaceAll('\n', '\r\n');

/** The texts that the request must hold: those given, and an empty prompt where the form has room for one. */
export function expectedTexts(
	{ path, form }: SpecGeneration,
	names: readonly string[],
): Record<string, string> {
	const given = names
		.filter((name) => !isFileField(form.properties[name] as SpecField))
		.map((name) => [name, onTheWire(valueFor(name, form.properties[name] as SpecField, path))] as const);
	const mayBeEmpty = form.properties.prompt?.default === '' && !names.includes('prompt');
	return Object.fromEntries([...(mayBeEmpty ? [['prompt', ''] as const] : []), ...given]);
}
