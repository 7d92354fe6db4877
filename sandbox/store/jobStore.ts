import type { JobFault } from '../faults/faultPlan';
import type { StoredBytes } from '../http/reply';
import type { JobSchedule, JobView, LedgerEntry } from '../types';
import type { Clock } from '../util/clock';
import type { TempFiles } from '../util/tempFiles';

/** Quick enough for a demonstration, slow enough to see the states go by. */
export const DEFAULT_SCHEDULE: JobSchedule = { pendingMs: 300, processingMs: 700 };

/** What a job makes. It is on the disk from the start; the schedule decides when it may be fetched. */
export interface JobResult {
	readonly contentType: string;
	readonly body: StoredBytes;
}

/** A job as submitted. */
export interface Job {
	readonly id: string;
	readonly entry: LedgerEntry;
	readonly submittedAt: number;
	readonly schedule: JobSchedule;
	readonly fault: JobFault | undefined;
	readonly result: JobResult;
	polls: number;
	downloads: number;
}

/** The queue. A job's state follows from the clock alone, so nothing runs between two polls. */
export class JobStore {
	private readonly byId = new Map<string, Job>();

	constructor(
		private readonly clock: Clock,
		private readonly tempFiles: TempFiles,
		/** For jobs submitted from now on. */
		public schedule: JobSchedule,
	) {}

	submit(job: Pick<Job, 'id' | 'entry' | 'fault' | 'result'>): Job {
		const submitted = {
			...job,
			submittedAt: this.clock.now(),
			schedule: this.schedule,
			polls: 0,
			downloads: 0,
		};
		this.byId.set(job.id, submitted);
		return submitted;
	}

	find(id: string): Job | undefined {
		return this.byId.get(id);
	}

	/** Where a job stands by now. */
	status(job: Job): JobView['status'] {
		const age = this.clock.now() - job.submittedAt;
		const { pendingMs, processingMs } = job.schedule;
		if (age < pendingMs) return 'pending';
		if (age < pendingMs + processingMs || job.fault?.outcome === 'stall') return 'processing';
		return job.fault?.outcome === 'fail' ? 'failed' : 'completed';
	}

	views(): JobView[] {
		return [...this.byId.values()].map((job) => ({
			id: job.id,
			model: job.entry.model,
			status: this.status(job),
			submittedAt: job.submittedAt,
			polls: job.polls,
			downloads: job.downloads,
			outcome: job.fault?.outcome,
		}));
	}

	clear(): void {
		for (const { result } of this.byId.values()) void this.tempFiles.discard(result.body.path);
		this.byId.clear();
	}
}
