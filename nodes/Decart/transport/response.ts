import type { ReadableStream } from '../types';
import { BodyError } from './responseBody';

/** An answer whose body has not been read yet. */
export interface ApiResponse {
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly stream: ReadableStream;
	/** Frees the connection, whether the body was read to its end or not. */
	release(): void;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function isSuccess(status: number): boolean {
	return status >= 200 && status <= 299;
}

export function isRedirect({ status, headers }: Pick<ApiResponse, 'status' | 'headers'>): boolean {
	return REDIRECTS.has(status) && headers.location !== undefined;
}

/**
 * Where a redirect leads.
 *
 * @param from the URL that was asked
 * @throws BodyError when that is not an http or https URL
 */
export function redirectTarget({ headers }: Pick<ApiResponse, 'headers'>, from: string): URL {
	const location = headers.location ?? '';
	const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
	if (target?.protocol !== 'http:' && target?.protocol !== 'https:') {
		throw new BodyError('it redirects to something that is not an http or https URL');
	}
	return target;
}
