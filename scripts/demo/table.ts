export type Row = Readonly<Record<string, string | number | undefined>>;

/** Sets rows in columns under their names; numbers stand to the right. */
export function formatTable(columns: readonly string[], rows: readonly Row[]): string {
	const cells = rows.map((row) => columns.map((column) => show(row[column])));
	const widths = columns.map((column, index) =>
		Math.max(column.length, ...cells.map((row) => (row[index] ?? '').length)),
	);
	const isNumeric = columns.map((column) => rows.some((row) => typeof row[column] === 'number'));
	const line = (texts: readonly string[]) =>
		texts
			.map((text, index) =>
				isNumeric[index] ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0),
			)
			.join('  ')
			.trimEnd();
	return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

function show(value: Row[string]): string {
	return typeof value === 'number' ? String(value) : (value ?? '');
}
