import type { FileStore } from '../store/fileStore';
import type { JobStore } from '../store/jobStore';
import type { KeyStore } from '../store/keyStore';
import type { Ledger } from '../store/ledger';
import type { Clock } from '../util/clock';
import type { TempFiles } from '../util/tempFiles';
import type { Operation } from '../openapi/operations';
import type { ServedModel } from '../openapi/modelCatalog';
import type { JobFault } from '../faults/faultPlan';
import type { Grant } from '../store/keyStore';
import type { ReceivedForm } from '../multipart/receiveForm';
import type { OpenRecord } from '../store/requestLog';
import type { Quota } from '../types';

/** Everything that outlives a request. */
export interface State {
	readonly ledger: Ledger;
	readonly jobs: JobStore;
	readonly files: FileStore;
	readonly keys: KeyStore;
	readonly clock: Clock;
	readonly tempFiles: TempFiles;
	readonly quota: Quota;
	readonly fileTtlSeconds: number;
	/** What each model name stands for; only the names that are served. */
	readonly modelIds: ReadonlyMap<string, string>;
	newId(prefix: string): string;
	/** A seed for a generation that named none: another one each time, the same on every run. */
	nextSeed(): number;
}

/** One request, received whole and with a good key. */
export interface Call {
	readonly operation: Operation;
	/** Present for a generation. */
	readonly model?: ServedModel;
	/** The parts of the path that the document writes in braces. */
	readonly params: Readonly<Record<string, string>>;
	readonly grant: Grant;
	readonly form: ReceivedForm;
	readonly json: unknown;
	readonly record: OpenRecord;
	/** What a fault decides for the job that this request submits. */
	readonly jobFault?: JobFault;
}
