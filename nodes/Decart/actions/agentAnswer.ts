import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/**
 * An item as an AI agent reads it: one line that says what was made, its size and cost, and the link; or what went
 * wrong and what to change. JSON that is about no file and no job stays as it is.
 */
export function agentAnswer(item: INodeExecutionData): INodeExecutionData {
	const { json, binary, pairedItem } = item;
	const isFile = typeof json.fileName === 'string' && typeof json.mimeType === 'string';
	const isJob = typeof json.jobId === 'string' && typeof json.status === 'string';
	const answer = (text: IDataObject): INodeExecutionData => ({
		json: text,
		...(binary && { binary }),
		...(pairedItem !== undefined && { pairedItem }),
	});
	if (typeof json.error === 'string' && typeof json.code === 'string')
		return answer({ error: describeFailure(json) });
	if (isFile) return answer({ result: describeFile(json) });
	if (isJob) return answer({ result: describeJob(json) });
	return answer(json);
}

/** The words of an error for an agent, which reads its message only. */
export function describeFailure({ error, description }: IDataObject): string {
	return joinSentences([error, description]);
}

function describeFile(json: IDataObject): string {
	const about = [
		json.mimeType,
		isNumber(json.width) && isNumber(json.height) && `${json.width}×${json.height} pixels`,
		isNumber(json.durationSeconds) && `${json.durationSeconds} seconds`,
		isNumber(json.fileSize) && describeSize(json.fileSize),
		isNumber(json.estimatedCostUsd) && `about $${json.estimatedCostUsd}`,
	].filter(Boolean);
	const maker = typeof json.model === 'string' ? ` with ${json.model}` : '';
	const made = `Made ${String(json.fileName)}${maker} (${about.join(', ')}).`;
	const link =
		typeof json.url === 'string'
			? `Link, valid for a day: ${json.url}`
			: 'There is no link to it: the file is in n8n only.';
	return `${made} ${link}`;
}

function describeJob({ jobId, status }: IDataObject): string {
	return `Job ${String(jobId)} is ${String(status)}. Submitting it again would be paid twice.`;
}

function describeSize(bytes: number): string {
	const kilobytes = bytes / 1000;
	return kilobytes < 1000 ? `${Math.ceil(kilobytes)} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
}

function joinSentences(texts: readonly unknown[]): string {
	return texts
		.filter((text): text is string => typeof text === 'string' && text !== '')
		.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
		.join(' ')
		.replace(/\s+/g, ' ');
}

function isNumber(value: unknown): value is number {
	return typeof value === 'number';
}
