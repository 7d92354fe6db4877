import type { IDataObject } from 'n8n-workflow';
import { readFileMetadata } from '../media/metadata/readFile';
import type { NodeContext, Result } from '../operation/operation';
import { costJson } from './cost';
import { finalizeRequest, type Variation } from './variation';
import { loadFiles, type GenerationRequest } from './readRequest';

/** Says what would be sent, and what it would cost. Files are read and downloaded. Nothing is sent to Decart. */
export async function dryRun(context: NodeContext, variation: Variation): Promise<Result> {
	const request = finalizeRequest(context, variation);
	await loadFiles(request, 'all');
	const files = await Promise.all(
		request.values.map(async ([name, value]) =>
			typeof value === 'object' ? [[name, await describeFile(value)] as const] : [],
		),
	);
	const fields = request.values.filter(([, value]) => typeof value !== 'object');
	const [source] = files.flat();
	return {
		json: {
			dryRun: true,
			model: request.modelId,
			fields: Object.fromEntries(fields) as IDataObject,
			files: Object.fromEntries(files.flat()),
			...costJson(request, source?.[1] ?? {}),
		},
	};
}

type File = Extract<GenerationRequest['values'][number][1], object>;

async function describeFile(file: File) {
	const part = await file.load();
	const { fileName, mimeType, size: fileSize } = part;
	const metadata = await readFileMetadata(part);
	part.release();
	return { fileName, mimeType, fileSize, ...metadata };
}
