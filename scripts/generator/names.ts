import { OPTIONS } from '../../nodes/Decart/operation/options';

/** Words that are written in capitals, the way n8n writes them. */
const CAPITALS = new Set(['api', 'fps', 'id', 'json', 'url', 'vton']);

/** Words that stay small inside a title. */
const SMALL = new Set('a an as at by for from in of on or per the to with'.split(' '));

/** Names that an API field cannot have, since the node has parameters of its own so called or n8n has. */
const TAKEN = new Set([
	...'resource operation model customModelId customFields options waitForCompletion'.split(' '),
	...Object.keys(OPTIONS),
	// n8n keeps these for parameters of lists, and its linter for fixed descriptions.
	...'limit returnAll simple simplify'.split(' '),
]);

/** `reference_image` becomes `referenceImage`; what no name can hold becomes a word boundary. */
export function camelCase(name: string): string {
	const [first = '', ...rest] = words(name);
	return [first.toLowerCase(), ...rest.map(capitalize)].join('');
}

/** The parameter of an API field: its name in camelCase, unless that is taken. */
export function parameterName(field: string): string {
	const name = camelCase(field);
	return TAKEN.has(name) ? `${name}Value` : name;
}

/** `num_inference_steps` becomes `Num Inference Steps`, `callback_url` becomes `Callback URL`. */
export function humanize(name: string): string {
	return words(name).map(titleWord).join(' ');
}

/** `wide_angle` becomes `Wide Angle`; a value that is no word, such as `720p` or `16:9`, stays as it is. */
export function humanizeValue(value: string): string {
	return /^[a-z]+([_-][a-z]+)*$/i.test(value) ? humanize(value) : value;
}

/** `lucy-vton-3.5` becomes `Lucy VTON 3.5`, `lucy-image-latest` becomes `Lucy Image (Latest)`. */
export function humanizeModel(id: string): string {
	return id
		.split(/[-_]+/)
		.filter((word) => word !== '')
		.map((word) =>
			word === 'latest' ? '(Latest)' : isCode(word) ? word.toUpperCase() : capitalize(word),
		)
		.join(' ');
}

/** A name that TypeScript accepts for a constant: `lucy-2.5` with `fields` becomes `lucy25Fields`. */
export function constantName(...parts: readonly string[]): string {
	const name = camelCase(parts.join('-').replaceAll('.', ''));
	return /^[a-z]/i.test(name) ? name : `model${capitalize(name)}`;
}

function words(name: string): string[] {
	return name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.split(/[^A-Za-z0-9]+/)
		.filter((word) => word !== '');
}

function titleWord(word: string, index: number, all: readonly string[]): string {
	const lower = word.toLowerCase();
	if (CAPITALS.has(lower)) return lower.toUpperCase();
	const inside = index > 0 && index < all.length - 1;
	return inside && SMALL.has(lower) ? lower : capitalize(lower);
}

/** Abbreviations such as `vton`, and codes such as `i2v`. */
function isCode(word: string): boolean {
	return CAPITALS.has(word) || /^[a-z]+\d[a-z]+$/.test(word);
}

function capitalize(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
