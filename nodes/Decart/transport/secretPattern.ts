/** A key that is broken off is still one when so many of its characters are there. */
const MIN_PART = 12;
/** Encoded parts that are shorter than this are found in harmless text. */
const MIN_ENCODED = 12;
/** What may stand between two characters of a key that was wrapped: white space, in JSON's writing or in HTML's too. */
const GAP = String.raw`(?:[\s\u00AD\u200B-\u200D\uFEFF]|\\[nrt]|<br\s*\/?>|&nbsp;|%0[AaDd]|%20)*`;
const HTML_NAMES: Readonly<Record<string, string>> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/**
 * What is redacted: it finds a secret in the ways in which programs write one: in any case, wrapped, percent-encoded, escaped for JSON or
 * HTML, as Base64 or hexadecimal, and broken off.
 *
 * @returns `undefined` for an empty secret
 */
export function secretPattern(secret: string): RegExp | undefined {
	const characters = [...secret.trim()];
	if (characters.length === 0) return undefined;
	const encoded = encodings(secret.trim()).map((text) => [...text].map(escapeRegExp).join(GAP));
	return new RegExp([written(characters), ...encoded].join('|'), 'gi');
}

/** The whole of it, or as much of its beginning as tells it. */
function written(characters: readonly string[]): string {
	const forms = characters.map(characterForms);
	const least = Math.min(MIN_PART, characters.length);
	const rest = forms.slice(least).reduceRight((inner, form) => `(?:${GAP}${form}${inner})?`, '');
	return forms.slice(0, least).join(GAP) + rest;
}

/** One character, as it is and as it is escaped. */
function characterForms(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	const name = HTML_NAMES[character];
	const json = JSON.stringify(character).slice(1, -1);
	const percent = [...Buffer.from(character)]
		.map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
		.join('');
	const forms = [
		escapeRegExp(character),
		...(json === character ? [] : [escapeRegExp(json)]),
		escapeRegExp(percent),
		String.raw`\\u${hex.padStart(4, '0')}`,
		`&#0*${code};?`,
		`&#x0*${hex};?`,
		...(name ? [`&${name};?`] : []),
	];
	return `(?:${forms.join('|')})`;
}

/** In Base64, alone or amid other text, and in hexadecimal. */
function encodings(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const base64 = [0, 1, 2].flatMap((offset) => {
		const text = Buffer.concat([Buffer.alloc(offset), bytes])
			.toString('base64')
			.replace(/=+$/, '');
		// The first and the last characters depend on what stands around it.
		const first = Math.ceil((offset * 8) / 6);
		const last = Math.floor(((offset + bytes.length) * 8) / 6);
		const core = text.slice(first, last);
		return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
	});
	return [...new Set([...base64, bytes.toString('hex')])].filter((text) => text.length >= MIN_ENCODED);
}

function escapeRegExp(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
