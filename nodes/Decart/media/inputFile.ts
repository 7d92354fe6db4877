import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { MediaKind } from '../types';
import { MIME_TYPE, type FilePart } from './multipartForm';
import { fileNameFor } from './fileName';
import { addExecutionHintOnce } from './executionHint';
import { detectFileType, type FileType } from './fileType';
import { createFileSource, type FileSource } from './fileSource';
import { inspectFile, type Inspected } from './inspectFile';

/** What a file field takes: an image, a video, or anything. */
export type Accepts = MediaKind | 'file';

/** The editor's three controls of a file, as their labels end. */
export type FileControl = 'Source' | 'Binary Field' | 'URL';

/** An input file that has been checked and can be sent. */
export type InputFile = FilePart & FileSource;

/** Why a file cannot be used. */
export class UnusableFile extends Error {
	/**
	 * @param message in words that follow the field's name: `is empty`
	 * @param detail for the editor, after the control's label: `the file cat.png has no bytes`
	 */
	constructor(
		message: string,
		readonly detail: string,
		readonly control: FileControl = 'Binary Field',
	) {
		super(message);
	}

	/** The same about a file that came from elsewhere. */
	from(control: FileControl): UnusableFile {
		return new UnusableFile(this.message, this.detail, control);
	}
}

/** The other names that n8n and browsers give to types that Decart knows by one. */
const TYPE_ALIASES: Readonly<Record<string, string>> = {
	'application/mp4': 'video/mp4',
	'image/jpg': 'image/jpeg',
	'image/x-png': 'image/png',
};
const UNSPECIFIC_TYPES = new Set([
	'',
	'application/octet-stream',
	'binary/octet-stream',
	'application/x-binary',
]);

/** Where combined binary mode keeps an item's files. */
const COMBINED_PATH = '_files.';

/**
 * The binary data that a parameter names: the name of a field of the item, or the object itself from an
 * expression. In n8n's combined binary mode the fields stand in the item's JSON under `_files`.
 *
 * @param takesOnlyFile whether the item's file is taken where it has just one, whatever its name: a form names it by its
 * own label
 * @throws UnusableFile that lists the fields which the item does have
 */
export function findBinary(
	functions: IExecuteFunctions,
	itemIndex: number,
	reference: unknown,
	takesOnlyFile = false,
): IBinaryData {
	if (isBinaryData(reference)) return reference;
	const item = functions.getInputData()[itemIndex];
	const fields = binaryFields(item);
	if (isDescription(reference)) return described(fields, reference);
	const name = typeof reference === 'string' ? reference.trim() : '';
	if (reference === undefined) throw new UnusableFile('is required', 'the expression gives no file');
	if (name === '')
		throw new UnusableFile('is required', "enter the name of the item's field that holds the file");
	const found = fields[name] ?? (name.startsWith(COMBINED_PATH) ? valueAt(item?.json, name) : undefined);
	if (isBinaryData(found)) return found;
	const names = Object.keys(fields).filter((field) => isBinaryData(fields[field]));
	const [only = ''] = names;
	if (takesOnlyFile && names.length === 1) {
		addExecutionHintOnce(
			functions,
			`The item has no file "${name}", so its only file "${only}" was taken.`,
		);
		return fields[only] as IBinaryData;
	}
	throw new UnusableFile('is required', describeMissing(name, names));
}

/** In memory mode n8n gives an expression's `$binary` without the bytes, so the field that it describes is taken. */
function described(fields: Record<string, unknown>, description: object): IBinaryData {
	const meant = Object.values(fields).filter(
		(field): field is IBinaryData =>
			isBinaryData(field) &&
			Object.entries(description).every(([key, value]) => field[key as keyof IBinaryData] === value),
	);
	const [only] = meant;
	if (only && meant.length === 1) return only;
	throw new UnusableFile(
		'is required',
		'the expression does not tell which file it means, so enter the name of its field',
	);
}

function describeMissing(name: string, has: readonly string[]): string {
	if (has.length === 0) return `the item has no file "${name}", nor any other`;
	return `the item has no file "${name}"; it has ${has.map((field) => `"${field}"`).join(', ')}`;
}

/**
 * Makes a file part of binary data, wherever n8n keeps it. Only its first bytes are read now, where n8n's store can
 * give them alone; where not, the part holds the bytes until it is released.
 *
 * @throws UnusableFile for a file that is empty, missing from the store, or not of the accepted kind
 */
export async function createFilePart(
	functions: IExecuteFunctions,
	itemIndex: number,
	binary: IBinaryData,
	accepts: Accepts,
): Promise<InputFile> {
	const source = await createFileSource(functions, itemIndex, binary).catch(throwUnreadable);
	const checked = await inspectFile(source, accepts === 'image')
		.catch(throwUnreadable)
		.then((inspected) => checkFile(binary, inspected, accepts))
		.catch((error: unknown) => {
			source.release();
			throw error;
		});
	return { ...checked, ...source };
}

function checkFile(
	binary: IBinaryData,
	{ head, size, isComplete }: Inspected,
	accepts: Accepts,
): Pick<FilePart, 'fileName' | 'mimeType' | 'size'> {
	if (size === 0) throw new UnusableFile('is empty', `${describeFile(binary)} has no bytes`);
	const sniffed = detectFileType(head);
	const mimeType = contentType(binary.mimeType, sniffed, accepts);
	checkKind(mimeType, sniffed, binary, accepts);
	if (!isComplete) {
		throw new UnusableFile(
			'is truncated',
			`${describeFile(binary)} is truncated, it ends in the middle of the image`,
		);
	}
	return { fileName: fileNameFor(binary, mimeType, sniffed), mimeType, size };
}

function throwUnreadable(error: unknown): never {
	const reason = error instanceof Error ? error.message : String(error);
	throw new UnusableFile('cannot be read', `the file cannot be read from n8n's binary store: ${reason}`);
}

/** n8n's type where it fits the field, else what the bytes tell. */
function contentType(stated: string, sniffed: FileType | undefined, accepts: Accepts): string {
	const plain = stated.split(';')[0]?.trim().toLowerCase() ?? '';
	const known = TYPE_ALIASES[plain] ?? plain;
	const isSpecific = MIME_TYPE.test(known) && !UNSPECIFIC_TYPES.has(known);
	if (accepts === 'file') return isSpecific ? known : (sniffed?.mimeType ?? 'application/octet-stream');
	const bytesDisagree = sniffed !== undefined && !sniffed.mimeType.startsWith(`${accepts}/`);
	if (isSpecific && known.startsWith(`${accepts}/`) && !bytesDisagree) return known;
	return sniffed?.mimeType ?? (isSpecific ? known : 'application/octet-stream');
}

/** Containers whose beginning no signature tells reliably; n8n's word is taken for them. */
const UNSIGNED_TYPES = new Set(['video/mp2t']);

/** What cannot be an image or a video is refused before anything is sent, since sending it may be charged. */
function checkKind(
	mimeType: string,
	detected: FileType | undefined,
	binary: IBinaryData,
	accepts: Accepts,
): void {
	if (accepts === 'file') return;
	const article = accepts === 'image' ? 'an image' : 'a video';
	const file = describeFile(binary);
	if (detected?.mimeType === 'image/svg+xml') {
		throw new UnusableFile(
			`must be ${article} made of pixels`,
			`${file} is an SVG drawing, not ${article} made of pixels. Convert it to PNG`,
		);
	}
	if (!detected && !UNSIGNED_TYPES.has(mimeType)) {
		throw new UnusableFile(`must be ${article}`, `${file} has the bytes of no known kind of ${accepts}`);
	}
	if (!mimeType.startsWith(`${accepts}/`)) {
		throw new UnusableFile(`must be ${article}`, `${file} is ${mimeType}, not ${article}`);
	}
}

function describeFile({ fileName }: IBinaryData): string {
	return fileName ? `the file ${fileName}` : 'the file';
}

function binaryFields(item: INodeExecutionData | undefined): Record<string, unknown> {
	const combined = item?.json._files;
	return { ...(typeof combined === 'object' && combined !== null ? combined : {}), ...item?.binary };
}

function valueAt(value: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(inner, key) =>
				typeof inner === 'object' && inner !== null
					? (inner as Record<string, unknown>)[key]
					: undefined,
			value,
		);
}

function isDescription(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	const { mimeType, fileName } = value as { mimeType?: unknown; fileName?: unknown };
	return typeof mimeType === 'string' && (fileName === undefined || typeof fileName === 'string');
}

function isBinaryData(value: unknown): value is IBinaryData {
	return isDescription(value) && ('data' in value || 'id' in value);
}
