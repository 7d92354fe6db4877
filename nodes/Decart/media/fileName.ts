import type { IBinaryData } from 'n8n-workflow';
import type { FileType } from './fileType';

const EXTENSIONS: Readonly<Record<string, string>> = {
	'image/png': 'png',
	'image/jpeg': 'jpg',
	'image/webp': 'webp',
	'image/gif': 'gif',
	'video/mp4': 'mp4',
	'video/webm': 'webm',
	'video/quicktime': 'mov',
};
/** File systems refuse names of more than 255 bytes; this leaves room for a number and an extension. */
const MAX_BASE_BYTES = 200;
/** An extension holds a letter: the ends of `shot.1` and `Summer.2024` are part of the name. */
const EXTENSION = /\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$/;

/** The usual extension of a type, without a dot: `png`; `bin` for a type that has none here. */
export function fileExtension(mimeType: string): string {
	return EXTENSIONS[mimeType] ?? 'bin';
}

/** The name a file is uploaded under: its own where it has one, always with an extension. */
export function fileNameFor(binary: IBinaryData, mimeType: string, sniffed: FileType | undefined): string {
	const name = cleanFileName(binary.fileName ?? '');
	// n8n calls a file `bin` that it has no type for.
	const stated = binary.fileExtension === 'bin' ? undefined : binary.fileExtension;
	const extension = stated ?? sniffed?.extension ?? fileExtension(mimeType);
	if (name === '') return `file.${extension}`;
	return EXTENSION.test(name) ? name : `${name}.${extension}`;
}

/** A name without its folders, its control characters and what file systems refuse. */
export function cleanFileName(name: string): string {
	const last = name.split(/[/\\]/).pop() ?? '';
	// Control characters, and those that reverse the reading direction and so disguise an extension.
	return last
		.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '')
		.replace(/[<>:"|?*]/g, '_')
		.trim();
}

/**
 * The name of a result: the source's base name, the model, and with several variations a number:
 * `cat-lucy-image-2.png`, `cat-lucy-image-2-3.png`.
 *
 * @param wanted a name that the user chose; its extension is replaced by the true one when it differs
 */
export function resultFileName(result: {
	readonly wanted: string;
	readonly source: string | undefined;
	readonly model: string;
	/** From 1; left out when there is one result. */
	readonly number: number | undefined;
	readonly extension: string;
}): string {
	const { wanted, source, model, number, extension } = result;
	const chosen = baseName(cleanFileName(wanted));
	const base = chosen || [baseName(cleanFileName(source ?? '')), model].filter(Boolean).join('-');
	return `${shorten(base)}${number === undefined ? '' : `-${number}`}.${extension}`;
}

function baseName(fileName: string): string {
	return fileName.replace(EXTENSION, '');
}

function shorten(name: string): string {
	let short = '';
	for (const character of name) {
		if (Buffer.byteLength(short + character) > MAX_BASE_BYTES) break;
		short += character;
	}
	return short;
}
