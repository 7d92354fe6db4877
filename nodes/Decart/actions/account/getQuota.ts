import { asJson, createSingleOperation } from '../../operation/singleOperation';
import { readJson } from '../../transport/readJson';
import { request } from '../../transport/request';

/** Account → Get Quota: how many realtime sessions the account may hold, holds and has left. */
export const getQuota = createSingleOperation({
	name: 'account.getQuota',
	parameters: [],
	output: { limit: 'number', active: 'number', remaining: 'number' },
	prepare({ api }, _item, { maxRetries, requestTimeoutMs }) {
		return async () =>
			await request(
				api,
				{
					method: 'GET',
					path: '/v1/realtime/quota',
					accept: 'application/json',
					isIdempotent: true,
					action: 'read the quota',
					maxRetries,
					timeoutMs: requestTimeoutMs,
				},
				async (response) => ({
					json: api.redactor.data(asJson(await readJson(response, requestTimeoutMs))),
				}),
			);
	},
});
