import { ERROR_CODES, type ErrorCode } from '../../nodes/Decart/transport/errorCodes';
import { code, table } from './markdown';

/** What can happen once the input is accepted: on the way to Decart, and there. */
const RUNNING: readonly ErrorCode[] = [
	'RATE_LIMITED',
	'PROCESSING_ERROR',
	'JOB_FAILED',
	'JOB_TIMEOUT',
	'OUTCOME_UNKNOWN',
	'NETWORK_ERROR',
	'CANCELLED',
];

/** The codes of items whose input, credential or account has to change first. */
export function inputErrorsTable(): string {
	return codesTable((name) => !RUNNING.includes(name));
}

/** The codes of items that failed on the way to Decart, or there. */
export function runningErrorsTable(): string {
	return codesTable((name) => RUNNING.includes(name));
}

function codesTable(isListed: (name: ErrorCode) => boolean): string {
	const names = (Object.keys(ERROR_CODES) as ErrorCode[]).filter(isListed);
	const rows = names.map((name) => [code(name), ERROR_CODES[name].meaning, ERROR_CODES[name].nextStep]);
	return table(['Code', 'What it means', 'What to do next'], rows);
}
