import type { FieldCombination, Field } from '../../nodes/Decart/types';
import { readFieldCombinations } from './readFieldCombinations';
import { fieldCuration, type Curation, type OperationCuration } from './curation';
import type { Schema } from '../../openapi/document';
import { readField, writtenFields } from './readField';
import { guessMedia } from './guessOperation';
import type { LocatedSpec } from '../../openapi/load';
import { humanize } from './names';
import type { Route } from './readRoutes';

/** What a path takes. */
export interface Form {
	readonly fields: readonly Field[];
	readonly fieldCombinations?: readonly FieldCombination[];
	/** What the document says about each field. */
	readonly descriptions: Readonly<Record<string, string>>;
}

/**
 * Reads the form that a path takes, its fields in the order in which they are shown.
 *
 * @throws when a field is described in a way that the node cannot follow.
 */
export function readForm(
	route: Route,
	operation: OperationCuration,
	curation: Curation,
	spec: LocatedSpec,
): Form {
	const fieldCombinations = readFieldCombinations(route.body, spec.whereIs);
	const written = writtenFields(route.body, spec.whereIs);
	const fields = written.flatMap((field) => {
		const about = fieldCuration(curation, operation, field.name);
		const naming = {
			label: about.label ?? humanize(field.name),
			accepts: about.accepts ?? guessMedia(field, route),
		};
		return readField(field, naming, spec.whereIs) ?? [];
	});
	return {
		fields: inOrder(fields, curation),
		...(fieldCombinations && { fieldCombinations }),
		descriptions: Object.fromEntries(
			written.flatMap(({ name, schema }) => findDescription(name, schema)),
		),
	};
}

/** Whether two forms are filled in by the same rules. */
export function sameRules(a: Form, b: Form): boolean {
	const rules = ({ fields, fieldCombinations }: Form) => JSON.stringify([fields, fieldCombinations]);
	return rules(a) === rules(b);
}

/** Files that have to be given come first, then what the curation names, then the rest as it is written. */
export function inOrder(fields: readonly Field[], curation: Curation): Field[] {
	const order = Object.keys(curation.fields);
	const rank = ({ name }: Field) => (order.includes(name) ? order.indexOf(name) : order.length);
	const isSource = (field: Field) => field.kind === 'file' && field.required;
	return [...fields].sort((a, b) => Number(isSource(b)) - Number(isSource(a)) || rank(a) - rank(b));
}

function findDescription(name: string, schema: Schema): [string, string][] {
	return typeof schema === 'object' && schema.description ? [[name, schema.description]] : [];
}
