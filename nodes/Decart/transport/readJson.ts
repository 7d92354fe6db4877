import { BodyError, readBytes } from './responseBody';
import type { ApiResponse } from './response';

const MAX_JSON_BYTES = 2 ** 20;

/**
 * Reads an answer's JSON, of at most one megabyte.
 *
 * @param idleMs milliseconds without a byte after which it is given up
 * @throws BodyError when it ended early or is not JSON
 */
export async function readJson(response: ApiResponse, idleMs: number): Promise<unknown> {
	const bytes = await readBytes(response.stream, { maxBytes: MAX_JSON_BYTES, idleMs });
	try {
		return JSON.parse(bytes.toString('utf8')) as unknown;
	} catch {
		return await Promise.reject(new BodyError('it is not valid JSON'));
	}
}
