import type { IDataObject } from 'n8n-workflow';
import type { JobId } from '../types';
import type { CompactRecord } from './compactRecord';

/** A job that was submitted, and what its result will be described by. */
export interface KeptJob {
	readonly jobId: JobId;
	/** The name of the file that the job was made from. */
	readonly source?: string | undefined;
	/** What was sent, as far as the result names it: an expression may have another value by then. */
	readonly inputs: IDataObject;
}

/** An entry as plain data. */
export interface EntryRecord {
	readonly job?: KeptJob;
	readonly result?: { readonly json: CompactRecord; readonly file?: CompactRecord };
	readonly unknown?: {
		readonly executionId?: string;
		readonly message?: string;
		readonly httpStatus?: number;
	};
}

/** The idempotency store's records of a run by the key of their request, counted as they change: there may be 100,000 of them. */
export class IdempotencyRecords {
	private counted = { all: 0, results: 0, jobs: 0 };

	constructor(private readonly records: Record<string, EntryRecord>) {
		for (const key in records) this.count(records[key], 1);
	}

	get size(): number {
		return this.counted.all;
	}

	/** Records with a finished result. */
	get results(): number {
		return this.counted.results;
	}

	/** Records with a job that has no result yet. */
	get jobs(): number {
		return this.counted.jobs;
	}

	get(key: string): EntryRecord {
		return this.records[key] ?? {};
	}

	set(key: string, record: EntryRecord): void {
		this.count(this.records[key], -1);
		this.count(record, 1);
		this.records[key] = record;
	}

	delete(key: string): void {
		this.count(this.records[key], -1);
		Reflect.deleteProperty(this.records, key);
	}

	private count(record: EntryRecord | undefined, change: 1 | -1): void {
		if (!record) return;
		this.counted.all += change;
		if (record.result) this.counted.results += change;
		if (record.job) this.counted.jobs += change;
	}
}
