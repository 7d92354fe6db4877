/**
 * Puts sentences together the way n8n's linter wants descriptions: a full stop at the end only when there are
 * several. Each argument holds one or more sentences; absent and empty ones are left out.
 */
export function describe(...parts: readonly (string | undefined)[]): string {
	const sentences = parts
		.map((part) => tidy(part ?? ''))
		.filter((part) => part !== '')
		.map((part) => part.replace(/\.$/, ''));
	const text = sentences.join('. ');
	return text.includes('. ') ? `${text}.` : text;
}

/** `describe` for a yes-or-no field, which n8n wants to begin with "Whether". */
export function describeSwitch(text: string | undefined, label: string): string {
	const described = describe(text);
	return described.startsWith('Whether')
		? described
		: describe(`Whether to use ${label.toLowerCase()}`, text);
}

/** What a document says about a field, without what n8n's panel would take for markup. */
function tidy(text: string): string {
	const plain = text
		.replace(/[`<>]/g, '')
		.replace(/\b[iI]d(s?)\b/g, 'ID$1')
		.replace(/\b[uU]rl(s?)\b/g, 'URL$1')
		.replace(/\b[jJ]son\b/g, 'JSON')
		.replace(/\s+/g, ' ')
		.trim();
	return plain.charAt(0).toUpperCase() + plain.slice(1);
}
