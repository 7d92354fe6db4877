/** A Markdown table; cells may hold Markdown of their own, but no line breaks. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [header, header.map(() => '---'), ...rows].map(line).join('\n');
}

export function code(text: string): string {
	return `\`${text}\``;
}

/** `a, b and c` */
export function list(parts: readonly string[], last = 'and'): string {
	if (parts.length < 2) return parts.join('');
	return `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`;
}
