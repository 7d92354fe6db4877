import { formatText } from '../util/formatText';
import { agentFieldsTable, personFieldsTable } from './agentFields';
import { benchmarksTable } from './benchmarks';
import { inputErrorsTable, runningErrorsTable } from './errorCodes';
import { currentModelsTable, olderModelsTable } from './models';
import { lookupOperationsTable, mediaOperationsTable, retiredOperationsTable } from './operations';
import { resultOptionsTable, runningOptionsTable } from './options';
import { pricesTable } from './prices';
import { retriesTable } from './retries';

/** The parts of the pages that are made from the code, by the name in their markers. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
	operations: mediaOperationsTable,
	'lookup-operations': lookupOperationsTable,
	'retired-operations': retiredOperationsTable,
	models: currentModelsTable,
	'older-models': olderModelsTable,
	'result-options': resultOptionsTable,
	'running-options': runningOptionsTable,
	prices: pricesTable,
	retries: retriesTable,
	'input-errors': inputErrorsTable,
	'running-errors': runningErrorsTable,
	'agent-fields': agentFieldsTable,
	'person-fields': personFieldsTable,
	benchmarks: benchmarksTable,
};

/** `<!-- operations:begin -->` */
export function beginMarker(section: string): string {
	return `<!-- ${section}:begin -->`;
}

/**
 * Puts every section that a page has between its markers, `<!-- operations:begin -->` and `<!-- operations:end -->`.
 *
 * @param path of the file that the text stands in, for its formatting
 * @throws when a section begins and does not end
 */
export async function fillSections(markdown: string, path: string): Promise<string> {
	const filled = Object.entries(SECTIONS).reduce(
		(text, [name, render]) => (text.includes(beginMarker(name)) ? fill(text, name, render()) : text),
		markdown,
	);
	return await formatText(path, filled);
}

function fill(text: string, name: string, content: string): string {
	const [begin, end] = [beginMarker(name), `<!-- ${name}:end -->`];
	const [from, to] = [text.indexOf(begin), text.indexOf(end)];
	if (to < from) throw new Error(`The section ${name} has no end`);
	return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}
