/** A name to be written as it is, not as a text. */
export class Name {
	constructor(readonly text: string) {}
}

/** Several lists one after the other: `[...a, ...b]`. */
export class Joined {
	constructor(readonly lists: readonly Name[]) {}
}

/** Writes plain data as a TypeScript expression; absent values are left out of objects. */
export function literal(value: unknown): string {
	if (value instanceof Name) return value.text;
	if (value instanceof Joined) return `[${value.lists.map(({ text }) => `...${text}`).join(', ')}]`;
	if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
	return `{${entries.map(([key, entry]) => property(key, entry)).join(', ')}}`;
}

function property(key: string, value: unknown): string {
	const isShorthand = value instanceof Name && value.text === key;
	return isShorthand ? key : `${JSON.stringify(key)}: ${literal(value)}`;
}

/** Writes `const name: type = value;`, exported or not. */
export function constant(name: string, type: string, value: unknown, exported = false): string {
	return `${exported ? 'export ' : ''}const ${name}: ${type} = ${literal(value)};`;
}
