import type { IExecuteFunctions } from 'n8n-workflow';
import { parseBaseUrl } from './baseUrl';
import { DecartError } from './errors';
import { createRedactor } from './redaction';
import type { Api, Pace } from './request';

/**
 * Reads the credential once for all items.
 *
 * @throws DecartError `INVALID_API_KEY` for a missing credential or key, `INVALID_BASE_URL`
 */
export async function connect(functions: IExecuteFunctions, pace: Pace): Promise<Api> {
	const { apiKey, baseUrl } = await functions.getCredentials('decartApi').catch(() => {
		throw new DecartError('INVALID_API_KEY', 'This node has no Decart credential', {
			description: 'Choose or create one under "Credential to connect with".',
		});
	});
	const key = typeof apiKey === 'string' ? apiKey.trim() : '';
	if (key === '') throw new DecartError('INVALID_API_KEY', 'The Decart credential has no API key');
	return {
		functions,
		baseUrl: parseBaseUrl(baseUrl),
		signal: functions.getExecutionCancelSignal(),
		pace,
		redactor: createRedactor(key),
	};
}
