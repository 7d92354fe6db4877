import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { ReadableStream } from '../types';
import { BodyError } from './body';

/** An answer whose body has not been read yet. */
export interface ApiResponse {
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly stream: ReadableStream;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What n8n's request helper gives for `encoding: 'stream'` with `returnFullResponse`. */
export function asResponse(answer: IN8nHttpFullResponse): ApiResponse {
	return {
		status: answer.statusCode,
		headers: answer.headers as ApiResponse['headers'],
		stream: answer.body as unknown as ReadableStream,
	};
}

export function isSuccess(status: number): boolean {
	return status >= 200 && status <= 299;
}

export function isRedirect({ status, headers }: ApiResponse): boolean {
	return REDIRECTS.has(status) && headers.location !== undefined;
}

/**
 * Where a redirect leads.
 *
 * @param from the URL that was asked
 * @throws BodyError when that is not an http or https URL
 */
export function redirectTarget({ headers }: ApiResponse, from: string): string {
	const location = headers.location ?? '';
	const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
	if (target?.protocol !== 'http:' && target?.protocol !== 'https:') {
		throw new BodyError('it redirects to something that is not an http or https URL');
	}
	return target.href;
}
