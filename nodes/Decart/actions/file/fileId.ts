import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../../operation/itemParameters';
import type { OutputFields } from '../../operation/outputFields';
import type { Settings } from '../../operation/settings';
import type { ApiRequest } from '../../transport/api';
import { readId } from '../job/jobId';

export const FILE_ID_PARAMETER: INodeProperties = {
	displayName: 'File ID',
	name: 'fileId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. file_1234',
	description: 'The ID that File → Upload gave, such as file_abc123',
};

/** What Decart tells of a file that it keeps. */
export const STORED_FILE_FIELDS: OutputFields = {
	id: 'string',
	filename: 'string',
	mime_type: 'string',
	size_bytes: 'number',
	created_at: 'string',
	expires_at: 'string',
};

/** @throws DecartError `INVALID_INPUT` when it is missing */
export function readFileId(item: ItemParameters, operation: string): string {
	return readId(item.get('fileId'), operation, { name: 'fileId', label: 'File ID' });
}

/** A request about one uploaded file. */
export function fileRequest(
	method: 'GET' | 'DELETE',
	fileId: string,
	{ maxRetries, requestTimeoutMs }: Settings,
): ApiRequest {
	return {
		method,
		path: `/v1/files/${encodeURIComponent(fileId)}`,
		accept: 'application/json',
		isIdempotent: true,
		action: `${method === 'GET' ? 'look up' : 'delete'} the file ${fileId}`,
		notFound: {
			code: 'NOT_FOUND',
			message: `Decart knows no file ${fileId}, or no longer`,
			description: 'Check the file ID. Files expire, after 24 hours unless another time was chosen.',
		},
		maxRetries,
		timeoutMs: requestTimeoutMs,
	};
}
