import type { Catalog } from './catalog';

/** What a person should know about how a document and the curation fit together; empty when they agree. */
export function reportCuration(catalog: Catalog): string[] {
	const { unknown, absent, omitted, divergent } = catalog;
	return [
		...section(
			'Models that the curation does not hold, included by what their paths and files suggest:',
			[...byOperation(catalog, unknown)],
		),
		...section('Models of the curation that the document does not serve, left out:', absent),
		...section('Operations for which the document serves no model, left out:', omitted),
		...section("Paths that take other fields than the model's first path, left out:", divergent),
	];
}

function byOperation({ operations }: Catalog, ids: readonly string[]): string[] {
	return operations.flatMap(({ key, models }) => {
		const found = models.filter(({ id }) => ids.includes(id));
		const lines = found.map(({ id, paths }) => `  ${id} (${paths.map(({ path }) => path).join(', ')})`);
		return lines.length === 0 ? [] : [key, ...lines];
	});
}

function section(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}
