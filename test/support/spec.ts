import { join } from 'node:path';
import { dereference } from '@readme/openapi-parser';

/** A form field as the API's document describes it. */
export interface SpecField {
	readonly type?: string | readonly string[];
	readonly format?: string;
	readonly enum?: readonly string[];
	readonly const?: string;
	readonly default?: unknown;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
}

/** One of several ways to fill in a form; a property that is `false` must not be there. */
export interface SpecWay {
	readonly required?: readonly string[];
	readonly properties?: Readonly<Record<string, false | SpecField>>;
}

export interface SpecForm {
	readonly properties: Readonly<Record<string, SpecField>>;
	readonly required?: readonly string[];
	readonly oneOf?: readonly SpecWay[];
}

/** A path that generates something, and its form. */
export interface SpecGeneration {
	readonly path: string;
	readonly model: string;
	readonly form: SpecForm;
}

interface Document {
	readonly paths: Readonly<
		Record<
			string,
			{
				readonly post?: {
					readonly requestBody: { readonly content: Record<string, { schema: SpecForm }> };
				};
			}
		>
	>;
}

const GENERATION = /^\/v1\/(?:generate|jobs)\/([^/{}]+)$/;

/** Every generation of `openapi/decart.yaml`, read by an OpenAPI parser that the generator does not use. */
export async function specGenerations(): Promise<SpecGeneration[]> {
	const document = (await dereference(join(__dirname, '../../openapi/decart.yaml'))) as unknown as Document;
	return Object.entries(document.paths).flatMap(([path, { post }]) => {
		const model = GENERATION.exec(path)?.[1];
		const form = post?.requestBody.content['multipart/form-data']?.schema;
		return model !== undefined && form ? [{ path, model, form }] : [];
	});
}

/** Whether a field is uploaded as a file. */
export function isFileField({ format }: SpecField): boolean {
	return format === 'binary';
}

/** A field with one possible value is never sent. */
export function isFixed(field: SpecField): boolean {
	return field.const !== undefined;
}
