/**
 * What a test sees of the sandbox: its options, its records and its ledger. Types only.
 */
import type { FaultPlan, FaultRoute } from './faults/faultPlan';

/** How long a job stays in its first two states, in milliseconds, counted from its submission. */
export interface JobSchedule {
	readonly pendingMs: number;
	readonly processingMs: number;
}

/** The options of `startSandbox`. Each has a default. */
export interface SandboxOptions {
	/** Port on 127.0.0.1; 0, the default, takes a free one. */
	readonly port?: number;
	/** The one account key that is accepted; default `dct_sandbox_key`. */
	readonly apiKey?: string;
	/** Serve the retired models as well; without it their paths answer 404, as the public host does. */
	readonly retired?: boolean;
	/** Default: 300 ms pending, then 700 ms processing. */
	readonly jobSchedule?: JobSchedule;
	/** How long a stored file lives when the upload names no time, in seconds; default a day. */
	readonly fileTtlSeconds?: number;
	/** What `GET /v1/realtime/quota` answers. */
	readonly quota?: Quota;
	/** What goes wrong, and when; default nothing. */
	readonly faults?: FaultPlan;
	/** Makes ids and the draws of a fault plan that names no seed of its own repeatable; default 1. */
	readonly seed?: number;
	/** The OpenAPI document that requests are checked against; default `openapi/decart.yaml`. */
	readonly spec?: string;
}

/** Realtime sessions: allowed, open and left; null where the account has no limit. */
export interface Quota {
	readonly limit: number | null;
	readonly active: number | null;
	readonly remaining: number | null;
}

/** A file part as it came over the wire. */
export interface RecordedFile {
	readonly name: string;
	/** Absent when the part named none, as is `contentType`; the API then sees no file. */
	readonly filename: string | undefined;
	readonly contentType: string | undefined;
	readonly size: number;
	/** Hexadecimal, of the bytes as received. */
	readonly sha256: string;
}

/** One request, whatever became of it. */
export interface RecordedRequest {
	readonly id: number;
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: string;
	/** `undefined` for a path that the API does not have. */
	readonly route: FaultRoute | undefined;
	/** The model of a generation request. */
	readonly model: string | undefined;
	/** Names in lower case; a repeated header is joined with a comma. */
	readonly headers: Readonly<Record<string, string>>;
	readonly hasApiKey: boolean;
	/** The value of `x-api-key`, right or wrong. */
	readonly apiKey: string | undefined;
	/** Text parts in the order in which they came, a repeated name as often as it came. */
	readonly texts: readonly (readonly [name: string, value: string])[];
	readonly files: readonly RecordedFile[];
	/** A JSON body, parsed. */
	readonly json: unknown;
	/** Parts that the operation does not declare. Like FastAPI the sandbox ignores them. */
	readonly unknownFields: readonly string[];
	/** Body bytes received. */
	readonly bytes: number;
	/** Whether the body arrived to its end. */
	readonly complete: boolean;
	/** The status that was written; `undefined` when the connection went without an answer. */
	readonly status: number | undefined;
	/** The kind of the fault that was applied, where one was. */
	readonly fault: string | undefined;
	/** The ledger entry of an accepted generation. */
	readonly billed: string | undefined;
}

/** How much of a paid result has left the sandbox: `partial` when an answer was cut, reset or left unread. */
export type Delivered = 'none' | 'partial' | 'full';

/** One accepted generation: what the account pays for, whatever was answered. */
export interface LedgerEntry {
	readonly id: string;
	readonly model: string;
	/** Absent for an image that is answered at once. */
	readonly jobId?: string;
	/** The request that was accepted, as in `requests()`. */
	readonly requestId: number;
	/** The fields that were given, after type checks, and the seed that was used. */
	readonly fields: Readonly<Record<string, string | number | boolean>>;
	/** SHA-256 of each input file by its field. */
	readonly inputs: Readonly<Record<string, string>>;
	/** Bytes of the request body. */
	readonly bytes: number;
	readonly delivered: Delivered;
	/** The kind of the fault that was applied to the accepting request, where one was. */
	readonly fault?: string;
}

/** A job as it stands by the sandbox's clock. */
export interface JobView {
	readonly id: string;
	readonly model: string;
	readonly status: 'pending' | 'processing' | 'completed' | 'failed';
	readonly submittedAt: number;
	readonly polls: number;
	readonly downloads: number;
	/** The outcome that a fault decided for this job, where one did. */
	readonly outcome: string | undefined;
}
