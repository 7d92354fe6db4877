import { asJson, createSingleOperation } from '../../operation/singleOperation';
import { readJson } from '../../transport/readJson';
import { request } from '../../transport/request';
import { FILE_ID_PARAMETER, fileRequest, readFileId, STORED_FILE_FIELDS } from './fileId';

/** File → Get: what Decart knows of an uploaded file. */
export const getFile = createSingleOperation({
	name: 'file.get',
	parameters: [FILE_ID_PARAMETER],
	output: STORED_FILE_FIELDS,
	prepare(context, item, settings) {
		const { api } = context;
		const call = fileRequest('GET', readFileId(item, 'file.get'), settings);
		return async () =>
			await request(api, call, async (response) => ({
				json: api.redactor.data(asJson(await readJson(response, settings.requestTimeoutMs))),
			}));
	},
});
