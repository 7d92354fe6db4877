import { empty, json, refusal, type Reply } from '../http/reply';
import { checkForm } from '../openapi/validateForm';
import { valueError } from '../openapi/validationIssues';
import type { StoredFile } from '../store/fileStore';
import type { Call, State } from './context';

const NO_SUCH_FILE = refusal(404, 'File not found');
const SHORTEST_SECONDS = 60;
const LONGEST_SECONDS = 2_592_000;

/** `POST /v1/files`. */
export async function uploadFile(call: Call, state: State): Promise<Reply> {
	const { issues, unknownFields, values, files } = checkForm(call.operation.form ?? {}, call.form);
	call.record.unknownFields = unknownFields;
	if (issues.length > 0) return refusal(422, issues);
	const { file } = files;
	if (!file) throw new Error('The document does not require the file');
	const ttl = lifetime(values['ttl_seconds'], state.fileTtlSeconds);
	if (ttl === 'outOfRange') {
		const reason = `ttl_seconds must be ${SHORTEST_SECONDS}..${LONGEST_SECONDS} or "persistent"`;
		return refusal(422, [valueError(['body', 'ttl_seconds'], reason, values['ttl_seconds'])]);
	}
	const stored = state.files.store(
		{
			id: state.newId('file_'),
			filename: file.filename,
			mimeType: file.contentType,
			sizeBytes: file.size,
		},
		ttl,
	);
	return json(view(stored));
}

/** `GET /v1/files/{file_id}`. */
export async function getFile(call: Call, state: State): Promise<Reply> {
	const file = state.files.find(call.params['file_id'] ?? '');
	return file ? json(view(file)) : NO_SUCH_FILE;
}

/** `DELETE /v1/files/{file_id}`. */
export async function deleteFile(call: Call, state: State): Promise<Reply> {
	return state.files.remove(call.params['file_id'] ?? '') ? empty() : NO_SUCH_FILE;
}

/** Seconds; `undefined` for a file that is kept. */
function lifetime(ttl: unknown, byDefault: number): number | undefined | 'outOfRange' {
	if (ttl === undefined) return byDefault;
	if (ttl === 'persistent') return undefined;
	const seconds = Number(ttl);
	return seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS ? seconds : 'outOfRange';
}

function view(file: StoredFile): Record<string, unknown> {
	return {
		id: file.id,
		filename: file.filename,
		mime_type: file.mimeType,
		size_bytes: file.sizeBytes,
		created_at: new Date(file.createdAt).toISOString(),
		expires_at: file.expiresAt === undefined ? null : new Date(file.expiresAt).toISOString(),
	};
}
