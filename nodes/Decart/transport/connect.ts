import type { IExecuteFunctions } from 'n8n-workflow';
import { parseBaseUrl } from './baseUrl';
import { DecartError } from './errors';
import { createRedactor } from './redaction';
import type { Api, Limiter } from './request';

/** What a header can carry: an invisible character easily comes along with a pasted key. */
const HEADER_TEXT = /^[\x21-\x7e]+$/;

/**
 * Reads the credential once for all items.
 *
 * @throws DecartError `INVALID_API_KEY` for a missing credential or key, or one that cannot be sent, `INVALID_BASE_URL`
 */
export async function connect(functions: IExecuteFunctions, limiter: Limiter): Promise<Api> {
	const { apiKey, baseUrl } = await functions.getCredentials('decartApi').catch(() => {
		throw new DecartError('INVALID_API_KEY', 'This node has no Decart credential', {
			description: 'Choose or create one under "Credential to connect with".',
		});
	});
	const key = typeof apiKey === 'string' ? apiKey.trim() : '';
	if (key === '') throw new DecartError('INVALID_API_KEY', 'The Decart credential has no API key');
	if (!HEADER_TEXT.test(key)) {
		throw new DecartError(
			'INVALID_API_KEY',
			'The API key of the Decart credential has characters that no key has',
			{
				description:
					'Copy the key once more from platform.decart.ai, and paste it without anything before or after it.',
			},
		);
	}
	return {
		functions,
		baseUrl: parseBaseUrl(baseUrl),
		signal: functions.getExecutionCancelSignal(),
		limiter,
		redactor: createRedactor(key),
	};
}
