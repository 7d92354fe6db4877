import type { JobId } from '../types';
import { adviceFor, type ErrorCode } from './errorCodes';

export interface ErrorDetails {
	/** What to do next; the code's own advice when left out. */
	readonly description?: string | undefined;
	/** What an AI agent that called the tool can do, where that is something else. */
	readonly adviceForAgent?: string | undefined;
	/** The HTTP status that Decart answered with. */
	readonly httpStatus?: number | undefined;
	/** The job that is, or may be, at Decart. */
	readonly jobId?: JobId | undefined;
}

/**
 * The one error of this node: what went wrong (`message`), as a word for workflows (`code`), and what to do
 * next (`description`). It holds plain data only, never the request that failed, since that carries the key.
 */
export class DecartError extends Error {
	readonly description: string;

	readonly adviceForAgent: string | undefined;

	readonly httpStatus: number | undefined;

	readonly jobId: JobId | undefined;

	constructor(
		readonly code: ErrorCode,
		message: string,
		details: ErrorDetails = {},
	) {
		super(message);
		this.name = 'DecartError';
		const { description, adviceForAgent } = details.description === undefined ? adviceFor(code) : details;
		this.description = description ?? '';
		this.adviceForAgent = adviceForAgent;
		this.httpStatus = details.httpStatus;
		this.jobId = details.jobId;
	}

	/** The same error with its texts changed, as where a key is taken out of them. */
	map(change: (text: string) => string): DecartError {
		const { code, message, description, adviceForAgent, httpStatus, jobId } = this;
		return new DecartError(code, change(message), {
			description: change(description),
			adviceForAgent: adviceForAgent && change(adviceForAgent),
			httpStatus,
			jobId,
		});
	}

	/** The same error about a job: its id in the data and in the advice. */
	forJob(jobId: JobId): DecartError {
		if (this.jobId !== undefined) return this;
		const { code, message, description, adviceForAgent, httpStatus } = this;
		const name = (text: string) => `${text} Job ID: ${jobId}.`;
		return new DecartError(code, message, {
			description: name(description),
			adviceForAgent: adviceForAgent && name(adviceForAgent),
			httpStatus,
			jobId,
		});
	}
}

/** The error as given, or a failure of this node's own in the shape of one. */
export function asDecartError(error: unknown): DecartError {
	if (error instanceof DecartError) return error;
	const message = error instanceof Error ? error.message : String(error);
	return new DecartError('PROCESSING_ERROR', message);
}
