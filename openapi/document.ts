/**
 * The parts of an OpenAPI 3.1 document that the tools read, with every `$ref` already replaced by what it
 * stands for.
 */

/** A JSON Schema; `true` and `{}` accept anything, `false` accepts nothing. */
export type Schema = boolean | SchemaObject;

export interface SchemaObject {
	readonly type?: string | readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly items?: Schema;
	readonly anyOf?: readonly Schema[];
	readonly oneOf?: readonly Schema[];
	readonly allOf?: readonly Schema[];
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly default?: unknown;
	readonly format?: string;
	readonly contentMediaType?: string;
	readonly nullable?: boolean;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly title?: string;
	readonly description?: string;
	readonly [keyword: string]: unknown;
}

export interface MediaType {
	readonly schema?: Schema;
}

export type Content = Readonly<Record<string, MediaType>>;

export interface RequestBody {
	readonly required?: boolean;
	readonly content?: Content;
}

export interface Response {
	readonly description?: string;
	readonly content?: Content;
}

export interface Parameter {
	readonly name: string;
	readonly in: string;
	readonly required?: boolean;
	readonly schema?: Schema;
}

export interface Operation {
	readonly operationId?: string;
	readonly summary?: string;
	readonly description?: string;
	readonly deprecated?: boolean;
	readonly parameters?: readonly Parameter[];
	readonly requestBody?: RequestBody;
	readonly responses?: Readonly<Record<string, Response>>;
}

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export type Method = (typeof METHODS)[number];

export type PathItem = Readonly<Partial<Record<Method, Operation>>> & {
	readonly parameters?: readonly Parameter[];
};

export interface OpenApiDocument {
	readonly openapi: string;
	readonly info: { readonly title: string; readonly version: string };
	readonly paths: Readonly<Record<string, PathItem>>;
	readonly [section: string]: unknown;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object in the JSON sense: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
