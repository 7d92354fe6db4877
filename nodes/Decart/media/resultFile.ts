import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { ResponseBody, BodyError } from '../transport/responseBody';
import { DecartError } from '../transport/errors';
import type { ApiResponse } from '../transport/response';
import type { MediaKind } from '../types';
import { detectFileType, type FileType } from './fileType';
import { createTruncationDetector } from './truncation';
import { addExecutionHintOnce } from './executionHint';
import type { Metadata } from './metadata/metadata';
import { createMetadataReader } from './metadata/metadataReader';
import { storeOnlyCopy } from './storeOnlyCopy';
import { storeStream } from './storeStream';

/** Where a result goes: a binary field, Base64 text in the JSON, or a link that works for a day. */
export type OutputAs = 'binary' | 'base64' | 'signedUrl';

export interface OutputSettings {
	readonly outputAs: OutputAs;
	/** The binary field's name. */
	readonly outputBinary: string;
}

/** A result in n8n's binary store. */
export interface StoredFile extends Metadata {
	readonly fileName: string;
	readonly mimeType: string;
	/** In bytes. */
	readonly fileSize: number;
	readonly file: IBinaryData;
}

/** A file as an item puts it out. */
export interface PresentedFile {
	/** For `base64` and `signedUrl`, what the JSON says of it. */
	readonly json: { readonly base64?: string; readonly url?: string };
	readonly binary?: Readonly<Record<string, IBinaryData>>;
}

/** Far beyond any real result; a body without end stops here. In bytes. */
const MAX_RESULT_BYTES: Readonly<Record<MediaKind, number>> = { image: 200 * 2 ** 20, video: 8 * 2 ** 30 };

/**
 * Streams an answer into n8n's binary store and checks that it is a whole file of a kind that Decart makes.
 *
 * @param kinds what the result may be
 * @param nameFor names the file once its type is known
 * @throws BodyError when the body ended early, stalled, or is not such a file
 */
export async function storeResult(
	functions: IExecuteFunctions,
	response: ApiResponse,
	{
		kinds,
		nameFor,
		timeoutMs,
		acceptsPadding = () => true,
		isOnlyCopy = false,
		onReceived = () => undefined,
	}: {
		readonly kinds: readonly MediaKind[];
		readonly nameFor: (type: FileType) => string;
		readonly timeoutMs: number;
		/** Whether a file of so many bytes is taken with padding at its end, which may be a cut in the next box. */
		readonly acceptsPadding?: (bytes: number) => boolean;
		/** Whether it cannot be fetched again, so that it must outlast a store that refuses it. */
		readonly isOnlyCopy?: boolean;
		/** Called when it is here and whole: an only copy that is no larger than an item may be, before it is stored. */
		readonly onReceived?: () => void;
	},
): Promise<StoredFile> {
	const maxBytes = Math.max(...kinds.map((kind) => MAX_RESULT_BYTES[kind]));
	const body = new ResponseBody(response.stream, { maxBytes, idleMs: timeoutMs });
	const type = checkedType(detectFileType(await body.peek()), kinds, response);
	const fileName = nameFor(type);
	const completeness = createTruncationDetector(type.mimeType);
	const metadata = createMetadataReader(type.mimeType);
	const named = { fileName, mimeType: type.mimeType };
	const onChunk = (chunk: Buffer) => {
		completeness.feed(chunk);
		metadata.feed(chunk);
	};
	const onEnd = () => {
		if (!completeness.isComplete()) {
			if (!completeness.isPadded() || !acceptsPadding(body.received))
				throw new BodyError(`the ${type.extension} file is truncated`);
			addExecutionHintOnce(
				functions,
				`The end of ${fileName} holds a few bytes that belong to no part of the video. It was the same in every download, so it is delivered as it is.`,
			);
		}
		onReceived();
	};
	const file = await (isOnlyCopy ? storeOnlyCopy : storeStream)(functions, body, named, { onChunk, onEnd });
	return { ...named, fileSize: body.received, ...metadata.end(), file };
}

/** The type of the real bytes; the header's word alone is not enough to call an error page an image. */
function checkedType(
	sniffed: FileType | undefined,
	kinds: readonly MediaKind[],
	{ headers }: ApiResponse,
): FileType {
	if (sniffed && kinds.some((kind) => sniffed.mimeType.startsWith(`${kind}/`))) return sniffed;
	const found = sniffed?.mimeType ?? headers['content-type'] ?? 'of unknown type';
	throw new BodyError(`it is ${found}, not ${kinds.join(' or ')}`);
}

/**
 * Whether a file is still in n8n's binary store. In memory mode the file is in the data itself.
 *
 * @returns `false` when n8n has removed it
 */
export async function isStored(functions: IExecuteFunctions, { id }: IBinaryData): Promise<boolean> {
	if (id === undefined) return true;
	return await functions.helpers.getBinaryMetadata(id).then(
		() => true,
		() => false,
	);
}

/** Puts a file out as the options say. */
export async function presentFile(
	functions: IExecuteFunctions,
	binary: IBinaryData,
	{ outputAs, outputBinary }: OutputSettings,
): Promise<PresentedFile> {
	switch (outputAs) {
		case 'binary':
			return { json: {}, binary: { [outputBinary]: binary } };
		case 'base64':
			return { json: { base64: await asBase64(functions, binary) } };
		case 'signedUrl':
			return withSignedUrl(functions, binary, outputBinary);
	}
}

async function asBase64(functions: IExecuteFunctions, binary: IBinaryData): Promise<string> {
	if (binary.id === undefined) return binary.data;
	const stream = await functions.helpers.getBinaryStream(binary.id);
	return (await functions.helpers.binaryToBuffer(stream)).toString('base64');
}

/** A result that is paid for is not lost when no link can be made: then it comes as binary data. */
function withSignedUrl(
	functions: IExecuteFunctions,
	binary: IBinaryData,
	outputBinary: string,
): PresentedFile {
	try {
		return { json: { url: functions.helpers.createBinarySignedUrl(binary) } };
	} catch {
		return { json: {}, binary: { [outputBinary]: binary } };
	}
}

/**
 * Refuses signed URLs before anything is paid where this n8n cannot sign links: older ones cannot, and none can that
 * keeps binary data in memory. Files that are there already tell where n8n keeps them; without one a result that
 * cannot be signed comes as binary data.
 *
 * @throws DecartError `INVALID_INPUT`
 */
export function assertOutputPossible(
	functions: IExecuteFunctions,
	itemIndex: number,
	outputAs: OutputAs,
): void {
	if (outputAs !== 'signedUrl' || canSign(functions, itemIndex)) return;
	throw cannotSign();
}

/** The error for signed URLs in an n8n that cannot make them. */
export function cannotSign(): DecartError {
	return new DecartError('INVALID_INPUT', 'Output As: this n8n cannot make signed URLs', {
		description:
			'Choose Binary File in the options. Signed URLs need a current n8n that keeps binary data in files, a database or S3, not in memory.',
	});
}

function canSign(functions: IExecuteFunctions, itemIndex: number): boolean {
	const helpers: Partial<IExecuteFunctions['helpers']> = functions.helpers;
	if (typeof helpers.createBinarySignedUrl !== 'function') return false;
	const files = Object.values(functions.getInputData()[itemIndex]?.binary ?? {});
	return files.every(({ id }) => id !== undefined);
}
