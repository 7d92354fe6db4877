/** The type of a field, a list of values of a type, or an object with fields of its own; `{}` where its keys vary. */
export type OutputType = 'string' | 'number' | 'boolean' | readonly [OutputType] | OutputFields;

/** The fields of an operation's results, in their order. The editor's output schemas are generated from them. */
export interface OutputFields {
	readonly [name: string]: OutputType;
}

const FILE_FIELDS = {
	fileName: 'string',
	mimeType: 'string',
	fileSize: 'number',
	width: 'number',
	height: 'number',
} as const satisfies OutputFields;

const VIDEO_FIELDS = { durationSeconds: 'number', fps: 'number' } as const satisfies OutputFields;

/** What a result says of its file. */
export function fileFields(kind: 'image' | 'video'): OutputFields {
	return kind === 'video' ? { ...FILE_FIELDS, ...VIDEO_FIELDS } : FILE_FIELDS;
}
