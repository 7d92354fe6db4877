import { DecartError } from '../transport/errors';
import type { FormField } from './multipartForm';

/** Types of which Decart does not publish whether it takes them. */
const UNPUBLISHED_TYPES = new Set([
	'image/heic',
	'image/heif',
	'image/avif',
	'image/gif',
	'image/bmp',
	'image/tiff',
]);
const REFUSALS = new Set([400, 415, 422]);

/** Advises to convert the files that Decart may have refused for their type. */
export function adviseConversion(error: DecartError, form: readonly FormField[]): DecartError {
	const { code, message, httpStatus, jobId, description, adviceForAgent } = error;
	const names = form.flatMap(([, value]) =>
		typeof value === 'object' && UNPUBLISHED_TYPES.has(value.mimeType) ? [value.fileName] : [],
	);
	if (names.length === 0 || httpStatus === undefined || !REFUSALS.has(httpStatus)) return error;
	const convert = `If it is the file, convert ${names.join(' and ')} to PNG or JPEG.`;
	return new DecartError(code, message, {
		httpStatus,
		jobId,
		description: `${description} ${convert}`,
		adviceForAgent: adviceForAgent && `${adviceForAgent} ${convert}`,
	});
}
