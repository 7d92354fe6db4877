import { createSingleOperation } from '../../operation/singleOperation';
import { request } from '../../transport/request';
import { FILE_ID_PARAMETER, fileRequest, readFileId } from './fileId';

/** File → Delete: removes an uploaded file before it expires. */
export const deleteFile = createSingleOperation({
	name: 'file.delete',
	parameters: [FILE_ID_PARAMETER],
	output: { id: 'string', deleted: 'boolean' },
	prepare(context, item, settings) {
		const fileId = readFileId(item, 'file.delete');
		const call = fileRequest('DELETE', fileId, settings);
		return async () =>
			await request(
				context.api,
				call,
				async () => await Promise.resolve({ json: { id: fileId, deleted: true } }),
			);
	},
});
