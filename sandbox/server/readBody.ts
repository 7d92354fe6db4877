import type { IncomingMessage } from 'node:http';
import { parseBoundary, MultipartError } from '../multipart/partHeader';
import { receiveForm, type ReceivedForm } from '../multipart/receiveForm';
import { checkJson } from '../openapi/validateValue';
import { type Issue, missing } from '../openapi/validationIssues';
import type { Operation } from '../openapi/operations';
import { formRecorder, type OpenRecord } from '../store/requestLog';
import type { TempFiles } from '../util/tempFiles';
import { refusal, type Reply } from '../http/reply';

/** A body, read to its end and taken apart; with a refusal where it could not be. */
export interface Body {
	readonly form: ReceivedForm;
	readonly json: unknown;
	readonly refused?: Reply;
}

/** Thrown while a body is read, when a fault is to end the upload. */
export class UploadAborted extends Error {
	override readonly name = 'UploadAborted';
}

const NO_FORM: ReceivedForm = { texts: new Map(), files: new Map() };
const JSON_LIMIT = 1024 * 1024;

/**
 * Reads the body of a request as its operation declares it, and notes it in the record. Throws
 * `UploadAborted` after `abortAfter` bytes, and what Node throws when the client breaks off.
 */
export async function readBody(
	req: IncomingMessage,
	operation: Operation | undefined,
	record: OpenRecord,
	tempFiles: TempFiles,
	abortAfter: number | undefined,
): Promise<Body> {
	const source = counted(req, record, abortAfter);
	const body = await takeApart(source, req.headers['content-type'] ?? '', operation, record, tempFiles);
	// A form that turned out to be malformed is still read to its end, or the client would not see the answer.
	await drain(counted(req, record, abortAfter));
	record.complete = true;
	return body;
}

async function drain(source: AsyncGenerator<Buffer>): Promise<void> {
	while (!(await source.next()).done);
}

async function* counted(
	req: IncomingMessage,
	record: OpenRecord,
	abortAfter = Infinity,
): AsyncGenerator<Buffer> {
	if (req.readableEnded) return;
	for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		record.bytes += chunk.length;
		if (record.bytes >= abortAfter) throw new UploadAborted();
		yield chunk;
	}
}

async function takeApart(
	source: AsyncIterable<Buffer>,
	contentType: string,
	operation: Operation | undefined,
	record: OpenRecord,
	tempFiles: TempFiles,
): Promise<Body> {
	if (operation?.json) return await readJson(source, contentType, operation, record);
	const isForm = operation?.form && /^multipart\/form-data\b/i.test(contentType);
	if (!isForm) return { form: NO_FORM, json: undefined };
	const boundary = parseBoundary(contentType);
	if (!boundary) return failed('Missing boundary in multipart.');
	try {
		const form = await receiveForm(source, boundary, tempFiles, formRecorder(record));
		return { form, json: undefined };
	} catch (error) {
		if (error instanceof MultipartError) return failed('There was an error parsing the body');
		throw error;
	}
}

function failed(detail: string): Body {
	return { form: NO_FORM, json: undefined, refused: refusal(400, detail) };
}

async function readJson(
	source: AsyncIterable<Buffer>,
	contentType: string,
	operation: Operation,
	record: OpenRecord,
): Promise<Body> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of source) {
		size += chunk.length;
		if (size <= JSON_LIMIT) chunks.push(chunk);
	}
	const text = Buffer.concat(chunks).toString('utf8');
	const issues: Issue[] = [];
	if (text === '') {
		if (operation.bodyRequired) issues.push(missing(['body']));
	} else {
		try {
			record.json = /\bjson\b/i.test(contentType) ? JSON.parse(text) : text;
			issues.push(...checkJson(operation.json ?? {}, record.json, ['body']));
		} catch (error) {
			issues.push(invalidJson(error));
		}
	}
	const body: Body = { form: NO_FORM, json: record.json };
	return issues.length > 0 ? { ...body, refused: refusal(422, issues) } : body;
}

function invalidJson(error: unknown): Issue {
	const message = error instanceof Error ? error.message : String(error);
	const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
	return {
		type: 'json_invalid',
		loc: ['body', position],
		msg: 'JSON decode error',
		input: {},
		ctx: { error: message },
	};
}
