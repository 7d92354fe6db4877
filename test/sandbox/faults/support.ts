import type { Sandbox } from '../../../sandbox';
import type { Fault } from '../../../sandbox/faults/faultPlan';
import { cat, encoded, onTheWire, type Seen, type WireRequest } from '../support';

export const EDIT = '/v1/generate/lucy-image-2';
export const QUOTA = '/v1/realtime/quota';

type HangUp = WireRequest['hangUp'];

/** Requests to a sandbox under faults that apply once. */
export function faultRequests(sandbox: Sandbox) {
	const edit = async (hangUp?: HangUp): Promise<Seen> => {
		const { headers, body } = await encoded({ prompt: 'Snow', data: cat, seed: '1', resolution: '480p' });
		return await onTheWire(sandbox.url + EDIT, {
			method: 'POST',
			headers: { ...headers, 'x-api-key': sandbox.apiKey },
			body,
			...(hangUp && { hangUp }),
		});
	};
	return {
		edit,
		async editUnder(fault: Fault, hangUp?: HangUp): Promise<Seen> {
			sandbox.setFaults({ rules: [{ on: 'generate', fault, times: 1 }] });
			return await edit(hangUp);
		},
		async quotaUnder(fault: Fault, hangUp?: HangUp): Promise<Seen> {
			sandbox.setFaults({ rules: [{ on: 'account', fault, times: 1 }] });
			return await onTheWire(sandbox.url + QUOTA, {
				headers: { 'x-api-key': sandbox.apiKey },
				...(hangUp && { hangUp }),
			});
		},
		delivered: () => sandbox.ledger().map((entry) => entry.delivered),
	};
}
