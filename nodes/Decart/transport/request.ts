import type { Api, ApiRequest, Read } from './api';
import { attempt } from './attempt';
import { unlessStopped } from './cancellation';
import { errorFromFailure } from './errorFromFailure';
import { withRetries } from './withRetries';

/**
 * The one door to the API. Sends the request with the credential's key, again where `decideRetry` allows it,
 * and hands a good answer to `read`, which consumes its body.
 *
 * @throws DecartError with the code for what went wrong; nothing of the key in it
 */
export async function request<T>(api: Api, call: ApiRequest, read: Read<T>): Promise<T> {
	const send = async (signal: AbortSignal | undefined): Promise<T> =>
		await withRetries(
			{ ...call, signal, onNotAccepted: () => call.onSent?.(false) },
			async () => await attempt(api, call, read, signal),
			(failure, outcome) => errorFromFailure(failure, outcome, call),
		);
	// A free request may be sent after the run was stopped: it can bring out what is paid.
	return call.isIdempotent ? await send(api.signal) : await unlessStopped(api, send);
}
