import { createClientToken } from './account/createClientToken';
import { getQuota } from './account/getQuota';
import { deleteFile } from './file/delete';
import { getFile } from './file/get';
import { uploadFile } from './file/upload';
import { downloadJobResult } from './job/download';
import { getJob } from './job/get';
import { waitForJob } from './job/wait';
import { resolve } from './model/resolve';

/** What the operations do that no model is behind, by resource and operation. The generator reads them too. */
export const HAND_WRITTEN_OPERATIONS = {
	job: { download: downloadJobResult, get: getJob, wait: waitForJob },
	file: { delete: deleteFile, get: getFile, upload: uploadFile },
	model: { resolve },
	account: { createClientToken, getQuota },
};
