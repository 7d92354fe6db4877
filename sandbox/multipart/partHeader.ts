/** What a part says about itself before its bytes begin. */
export interface PartHeader {
	readonly name: string;
	readonly filename: string | undefined;
	readonly contentType: string | undefined;
}

/** A body that is not the multipart form its content type announces. */
export class MultipartError extends Error {
	override readonly name = 'MultipartError';
}

/** Reads the boundary out of a `Content-Type`; `undefined` when it is no multipart form or names none. */
export function parseBoundary(contentType: string): string | undefined {
	if (!/^multipart\/form-data\b/i.test(contentType)) return undefined;
	return parameters(contentType).get('boundary');
}

/** Reads a part's header block (RFC 7578): lines without the blank one that ends them. */
export function parsePartHeader(block: string): PartHeader {
	const headers = new Map<string, string>();
	for (const line of block.split('\r\n')) {
		const colon = line.indexOf(':');
		if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
	}
	const disposition = parameters(headers.get('content-disposition') ?? '');
	const name = disposition.get('name');
	if (name === undefined) throw new MultipartError('A part without a name');
	return {
		name,
		filename: extendedValue(disposition.get('filename*')) ?? disposition.get('filename'),
		contentType: headers.get('content-type'),
	};
}

/** `; key=value` and `; key="quoted \" value"` pairs of a header value, keys in lower case. */
function parameters(value: string): Map<string, string> {
	const found = new Map<string, string>();
	for (const match of value.matchAll(/;\s*([^=;\s]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;]*))/g)) {
		const [, key = '', quoted, token = ''] = match;
		found.set(
			key.toLowerCase(),
			quoted === undefined ? token.trim() : quoted.replace(/\\(["\\])/g, '$1'),
		);
	}
	return found;
}

/** RFC 5987's `UTF-8''caf%C3%A9.png`. */
function extendedValue(value: string | undefined): string | undefined {
	const encoded = /^utf-8'[^']*'(.*)$/i.exec(value ?? '')?.[1];
	return encoded === undefined ? undefined : decodeURIComponent(encoded);
}
