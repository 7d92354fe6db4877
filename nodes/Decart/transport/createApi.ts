import type { IExecuteFunctions } from 'n8n-workflow';
import { parseBaseUrl } from './baseUrl';
import { DecartError } from './errors';
import { createRedactor } from './redaction';
import type { Api } from './api';
import type { Limiter } from './limiter';

/** What a header can carry: an invisible character easily comes along with a pasted key. */
const HEADER_TEXT = /^[\x21-\x7e]+$/;

/**
 * Reads the credential once for all items.
 *
 * @throws DecartError `INVALID_API_KEY` for a credential that is missing or cannot be read, for a key that is missing or
 * cannot be sent; `INVALID_BASE_URL`
 */
export async function createApi(functions: IExecuteFunctions, limiter: Limiter): Promise<Api> {
	const { apiKey, baseUrl } = await functions.getCredentials('decartApi').catch((error: unknown) => {
		throw unusableCredential(functions, error);
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

/** A credential that is not chosen, and one that n8n cannot decrypt or resolve, are mended in different places. */
function unusableCredential(functions: IExecuteFunctions, error: unknown): DecartError {
	if (functions.getNode().credentials?.decartApi === undefined) {
		return new DecartError('INVALID_API_KEY', 'This node has no Decart credential', {
			description: 'Choose or create a Decart credential at the top of this node.',
		});
	}
	const reason = error instanceof Error ? error.message : String(error);
	return new DecartError('INVALID_API_KEY', `n8n cannot read the Decart credential: ${reason}`, {
		description:
			'Open the credential and save it with its API key once more. If it was made on another n8n, both need the same encryption key; if a field is an expression, check that it gives a value.',
	});
}
