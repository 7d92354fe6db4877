import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { DecartError } from '../transport/errors';
import type { EntryRecord, IdempotencyRecords, KeptJob } from './idempotencyRecords';
import { compact, expand, type SharedFields } from './compactRecord';

/** A finished result, before it is put out as the options say. */
export interface ObtainedResult {
	readonly json: IDataObject;
	/** The file in n8n's binary store. */
	readonly file?: IBinaryData;
}

/** What to do with a request that may have been accepted in an earlier execution. */
export type OnUnknownOutcome = 'fail' | 'sendAgain';

/** What the entries of one run share. */
interface EntryContext {
	readonly shared: { readonly json: SharedFields; readonly file: SharedFields };
	readonly executionId: string | undefined;
}

/** What is known of one request: its job, its result, or that it may have been accepted. */
export class IdempotencyEntry {
	constructor(
		private readonly records: IdempotencyRecords,
		private readonly key: string,
		private readonly context: EntryContext,
	) {}

	/** The finished result. */
	get result(): ObtainedResult | undefined {
		const { result } = this.record;
		if (!result) return undefined;
		const { shared } = this.context;
		const file = result.file && (expand(result.file, shared.file) as unknown as IBinaryData);
		return { json: expand(result.json, shared.json), ...(file && { file }) };
	}

	/** The job that was submitted, whether its result is here or not. */
	get job(): KeptJob | undefined {
		const jobId = this.result?.json.jobId;
		return this.record.job ?? (typeof jobId === 'string' ? { jobId, inputs: {} } : undefined);
	}

	/** Whether nothing needs to be sent: there is a result or a job. */
	get isObtained(): boolean {
		return this.record.result !== undefined || this.record.job !== undefined;
	}

	keepJob(job: KeptJob): void {
		this.records.set(this.key, { job });
	}

	keepResult({ json, file }: ObtainedResult): void {
		const { shared } = this.context;
		this.records.set(this.key, {
			result: {
				json: compact(json, shared.json),
				...(file && { file: compact({ ...file }, shared.file) }),
			},
		});
	}

	/** From now on the request may have been accepted. Kept before it is sent, as Cancel saves the execution at once. */
	markSent(): void {
		const { executionId } = this.context;
		this.records.set(this.key, { unknown: executionId === undefined ? {} : { executionId } });
	}

	/** Decart has no such job, has failed it, or has not accepted the request: the next try may send it. */
	clear(): void {
		this.records.delete(this.key);
	}

	/** Keeps the words of the error by which the outcome became unknown. */
	keepUnknown({ message, httpStatus }: DecartError): void {
		const { executionId } = this.context;
		this.records.set(this.key, {
			unknown: {
				...(executionId !== undefined && { executionId }),
				message,
				...(httpStatus !== undefined && { httpStatus }),
			},
		});
	}

	/**
	 * A request that may have been accepted is sent again only when a person has decided so after the execution
	 * in which that happened: never by "Retry On Fail".
	 *
	 * @param action what was asked for, as in "could not …"
	 * @throws DecartError `OUTCOME_UNKNOWN`
	 */
	assertMayResend(onUnknownOutcome: OnUnknownOutcome, action: string): void {
		const { unknown } = this.record;
		if (!unknown) return;
		const isLaterExecution = unknown.executionId !== this.context.executionId;
		if (onUnknownOutcome === 'sendAgain' && isLaterExecution) return;
		throw new DecartError(
			'OUTCOME_UNKNOWN',
			unknown.message ?? `It is not known whether Decart accepted the request to ${action}`,
			{ httpStatus: unknown.httpStatus },
		);
	}

	private get record(): EntryRecord {
		return this.records.get(this.key);
	}
}
