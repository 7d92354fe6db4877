/** What the first bytes of a file tell about it. */
export interface FileType {
	readonly mimeType: string;
	/** Without a dot. */
	readonly extension: string;
}

const TYPES: Readonly<Record<string, FileType>> = {
	png: { mimeType: 'image/png', extension: 'png' },
	jpeg: { mimeType: 'image/jpeg', extension: 'jpg' },
	gif: { mimeType: 'image/gif', extension: 'gif' },
	webp: { mimeType: 'image/webp', extension: 'webp' },
	bmp: { mimeType: 'image/bmp', extension: 'bmp' },
	tiff: { mimeType: 'image/tiff', extension: 'tiff' },
	avif: { mimeType: 'image/avif', extension: 'avif' },
	heic: { mimeType: 'image/heic', extension: 'heic' },
	mp4: { mimeType: 'video/mp4', extension: 'mp4' },
	quicktime: { mimeType: 'video/quicktime', extension: 'mov' },
	webm: { mimeType: 'video/webm', extension: 'webm' },
	matroska: { mimeType: 'video/x-matroska', extension: 'mkv' },
	avi: { mimeType: 'video/x-msvideo', extension: 'avi' },
	flv: { mimeType: 'video/x-flv', extension: 'flv' },
	mpeg: { mimeType: 'video/mpeg', extension: 'mpg' },
	asf: { mimeType: 'video/x-ms-wmv', extension: 'wmv' },
	ogg: { mimeType: 'video/ogg', extension: 'ogv' },
	pdf: { mimeType: 'application/pdf', extension: 'pdf' },
	zip: { mimeType: 'application/zip', extension: 'zip' },
	html: { mimeType: 'text/html', extension: 'html' },
	svg: { mimeType: 'image/svg+xml', extension: 'svg' },
	text: { mimeType: 'text/plain', extension: 'txt' },
};

/** What a file of the type begins with; bytes are read as Latin-1. */
const SIGNATURES: readonly (readonly [type: string, start: RegExp])[] = [
	['png', /^\x89PNG\r\n\x1a\n/],
	['jpeg', /^\xff\xd8\xff/],
	['gif', /^GIF8[79]a/],
	['webp', /^RIFF[^]{4}WEBP/],
	['bmp', /^BM[^]{4}\0{4}/],
	['tiff', /^(II\*\0|MM\0\*)/],
	['avif', /^[^]{4}ftypavi[fs]/],
	['heic', /^[^]{4}ftyp(hei|hev|mif1|msf1)/],
	['quicktime', /^[^]{4}(ftypqt|moov|mdat|wide)/],
	['mp4', /^[^]{4}ftyp/],
	['webm', /^\x1aE\xdf\xa3[^]{0,60}webm/],
	['matroska', /^\x1aE\xdf\xa3/],
	['avi', /^RIFF[^]{4}AVI /],
	['flv', /^FLV\x01/],
	['mpeg', /^\0\0\x01[\xba\xb3]/],
	['asf', /^\x30\x26\xb2\x75\x8e\x66\xcf\x11/],
	['ogg', /^OggS/],
	['pdf', /^%PDF-/],
	['zip', /^PK\x03\x04/],
];
/** Enough bytes for every signature, and for the document type of a WebM file. */
export const FILE_TYPE_BYTES = 64;

/**
 * Tells a file's type from its beginning, of at least `FILE_TYPE_BYTES` where the file is that long.
 *
 * @returns `undefined` for bytes that are neither a known type nor text
 */
export function detectFileType(head: Uint8Array): FileType | undefined {
	const start = Buffer.from(head.subarray(0, 512)).toString('latin1');
	const found = SIGNATURES.find(([, signature]) => signature.test(start));
	return found ? TYPES[found[0]] : sniffText(start);
}

function sniffText(start: string): FileType | undefined {
	if (start === '' || hasControlCharacters(start)) return undefined;
	if (/^\s*(<!doctype html|<html)/i.test(start)) return TYPES.html;
	return /^\s*(<\?xml|<svg|<!--)/i.test(start) && /<svg/i.test(start) ? TYPES.svg : TYPES.text;
}

/** Text holds none but tab, line feed, form feed, carriage return and escape. */
function hasControlCharacters(text: string): boolean {
	return [...text].some((character) => {
		const code = character.charCodeAt(0);
		return code < 32 && ![9, 10, 12, 13, 27].includes(code);
	});
}
