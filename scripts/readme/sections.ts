import { format, resolveConfig } from 'prettier';
import { errorCodesTable } from './errorCodes';
import { operationsTable } from './operations';
import { optionsTable } from './options';
import { retriesTable } from './retries';

/** The parts of the README that are made from the code, by the name in their markers. */
const SECTIONS: Readonly<Record<string, () => string>> = {
	operations: operationsTable,
	options: optionsTable,
	retries: retriesTable,
	'error-codes': errorCodesTable,
};

/**
 * Puts every section between its markers, `<!-- operations:begin -->` and `<!-- operations:end -->`.
 *
 * @param path of the file that the text stands in, for its formatting
 * @throws when a section has no markers in the text
 */
export async function fillSections(markdown: string, path: string): Promise<string> {
	const filled = Object.entries(SECTIONS).reduce(
		(text, [name, render]) => fill(text, name, render()),
		markdown,
	);
	const config = await resolveConfig(path, { editorconfig: true });
	return await format(filled, { ...config, parser: 'markdown' });
}

function fill(text: string, name: string, content: string): string {
	const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
	const [from, to] = [text.indexOf(begin), text.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`The README has no section ${name}`);
	return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}
