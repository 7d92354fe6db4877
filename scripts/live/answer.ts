/** What of an answer can be compared between two servers: no values, since they differ by nature. */
export interface Answer {
	readonly status: number;
	readonly contentType: string;
	/** The names of the headers that clients read. */
	readonly headers: readonly string[];
	/** The types in a JSON body, such as `{detail: [{loc: [string], msg: string}]}`; a file's kind else. */
	readonly shape: string;
}

const READ_HEADERS = ['content-disposition', 'location', 'retry-after', 'x-request-id'];

/** Reads an answer to its end. */
export async function readAnswer(response: Response): Promise<Answer> {
	const bytes = Buffer.from(await response.arrayBuffer());
	const contentType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
	return {
		status: response.status,
		contentType,
		headers: READ_HEADERS.filter((name) => response.headers.has(name)),
		shape: contentType === 'application/json' ? shapeOfText(bytes.toString()) : fileKind(bytes),
	};
}

function shapeOfText(text: string): string {
	try {
		return describeShape(JSON.parse(text));
	} catch {
		return 'no JSON';
	}
}

/** The types in a value, names sorted; a list is described by its first entry. */
export function describeShape(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${describeShape(value[0])}]`;
	if (typeof value !== 'object') return typeof value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([name, entry]) => `${name}: ${describeShape(entry)}`).join(', ')}}`;
}

function fileKind(bytes: Buffer): string {
	if (bytes.length === 0) return 'empty';
	if (bytes.subarray(1, 4).toString() === 'PNG') return 'a PNG file';
	if (bytes.subarray(4, 8).toString() === 'ftyp') return 'an MP4 file';
	return 'other bytes';
}
