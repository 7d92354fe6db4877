/** A field of a request's body: its text, and its bytes where it is a file. */
export interface FormPart {
	readonly text: string;
	readonly bytes: Buffer;
}

/** The fields of a request's body: multipart, urlencoded or JSON. */
export function inspectForm(contentType: string, body: Buffer): Record<string, FormPart> {
	const [, boundary] = /boundary="?([^";]+)/.exec(contentType) ?? [];
	if (boundary !== undefined) return multipart(boundary, body);
	const text = body.toString();
	if (text === '') return {};
	const entries = contentType.includes('json')
		? Object.entries(JSON.parse(text) as Record<string, unknown>)
		: [...new URLSearchParams(text)];
	return Object.fromEntries(entries.map(([name, value]) => [name, asPart(Buffer.from(String(value)))]));
}

function multipart(boundary: string, body: Buffer): Record<string, FormPart> {
	const parts: Record<string, FormPart> = {};
	const mark = Buffer.from(`--${boundary}`);
	let start = body.indexOf(mark);
	while (start >= 0) {
		const end = body.indexOf(mark, start + mark.length);
		if (end < 0) break;
		const part = body.subarray(start + mark.length + 2, end - 2);
		const split = part.indexOf('\r\n\r\n');
		const [, name] = /name="([^"]*)"/.exec(part.toString('latin1', 0, split)) ?? [];
		if (name !== undefined) parts[name] = asPart(part.subarray(split + 4));
		start = end;
	}
	return parts;
}

function asPart(bytes: Buffer): FormPart {
	return { bytes, text: bytes.toString() };
}
