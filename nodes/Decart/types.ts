/**
 * The words this node is written in. Types only: everything here is erased on compilation, so any
 * layer may read it without depending on another layer.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** A model's id as Decart knows it, `lucy-image-2` for one. */
export type ModelId = string;

/** A queued job's id, as `POST /v1/jobs/{model}` answered it. */
export type JobId = string;

/** What a model makes, and what a file field takes. */
export type MediaKind = 'image' | 'video';

/** `process` answers with the result at once, `queue` with a job to wait for. */
export type Surface = 'process' | 'queue';

/** Whether a model is still offered: a deprecated name answers under another id, a retired one answers 404. */
export type ModelStatus = 'current' | 'deprecated' | 'retired';

interface FieldBase {
	/** The multipart field's name, `reference_image`. */
	readonly name: string;
	/** The node parameter's name, `referenceImage`; a file's three parameters begin with it. */
	readonly parameter: string;
	/** The label a person sees, `Reference Image`. */
	readonly label: string;
	readonly required: boolean;
}

/** A file that is uploaded with the request. */
export interface FileField extends FieldBase {
	readonly kind: 'file';
	readonly accepts: MediaKind;
}

/** Text. Without `emptyAllowed`, an empty or blank text is the same as none. Lengths count characters. */
export interface TextField extends FieldBase {
	readonly kind: 'text';
	readonly emptyAllowed: boolean;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly default?: string;
}

/** One of a fixed list of texts. */
export interface ChoiceField extends FieldBase {
	readonly kind: 'choice';
	readonly values: readonly string[];
	readonly default?: string;
}

/** A whole number (`integer`) or any number. Both limits are inclusive. */
export interface NumberField extends FieldBase {
	readonly kind: 'number';
	readonly integer: boolean;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly default?: number;
}

/** Yes or no, sent as `true` or `false`. */
export interface BooleanField extends FieldBase {
	readonly kind: 'boolean';
	readonly default?: boolean;
}

/** One field of a generation request and the rules it is checked against before anything is sent. */
export type Field = FileField | TextField | ChoiceField | NumberField | BooleanField;

/** One of the ways a request may be filled in: fields that must be given, and fields that must not be. */
export interface FieldCombination {
	readonly requires: readonly string[];
	readonly forbids: readonly string[];
}

/** Decart's list price of a model, in US dollars. */
export interface Price {
	/** Of one image, by its resolution. */
	readonly perImage?: Readonly<Record<string, number>>;
	/** Of one second of video. */
	readonly perSecond?: number;
	/** No more seconds than this are made, however long the input is. */
	readonly maxSeconds?: number;
	/** The day on which the price list was read, `2026-08-01`. */
	readonly date: string;
}

/** A model of the catalog, as the OpenAPI document and the curation describe it. */
export interface Model {
	readonly id: ModelId;
	/** The name in the model list, with its status where that is not `current`. */
	readonly label: string;
	readonly status: ModelStatus;
	/** The model to use instead of a deprecated or retired one, where one is known. */
	readonly replacement?: ModelId;
	readonly resource: 'image' | 'video';
	readonly operation: string;
	/** What it makes. */
	readonly output: MediaKind;
	/** The surfaces that serve it, each with its path; the first is the default. */
	readonly paths: readonly SurfacePath[];
	readonly fields: readonly Field[];
	/** Left out where none is published. */
	readonly price?: Price;
	/** Where given, exactly one combination must be given. */
	readonly fieldCombinations?: readonly FieldCombination[];
}

/** Where a model is served: `{ surface: 'process', path: '/v1/generate/lucy-image-2' }`. */
export interface SurfacePath {
	readonly surface: Surface;
	readonly path: string;
}

/** The models of one generating operation: what a run of it reads. */
export interface OperationModels {
	readonly resource: 'image' | 'video';
	readonly operation: string;
	readonly defaultModel: ModelId;
	/** Current models first, then deprecated, then retired. */
	readonly models: readonly Model[];
	/** The fields of a model that the user names: those of the default model, its text not required. */
	readonly custom: Model;
}

/** What the generator writes for one generating operation: its models, and what the editor shows. */
export interface GeneratedOperation extends OperationModels {
	/** The model selector. */
	readonly model: INodeProperties;
	/** Required and central parameters, in the order in which they are shown. */
	readonly fields: readonly INodeProperties[];
	/** The API's optional fields, for the collection `options`. */
	readonly options: readonly INodeProperties[];
}

/** A Node.js readable stream, as n8n's binary helpers give it. */
export type ReadableStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** A finished job: between these two moments after its submission it was done, in milliseconds. */
export interface FinishedJob {
	/** The last poll that found it under way; 0 where there was none. */
	readonly lastUnderWayMs: number;
	/** The poll that found it done. */
	readonly foundDoneMs: number;
}

/** How long the jobs of one run of the node take. */
export interface JobTimes {
	add(job: FinishedJob): void;
	/** The jobs that finished last. */
	recent(): readonly FinishedJob[];
}
