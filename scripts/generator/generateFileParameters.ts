import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { FileField } from '../../nodes/Decart/types';
import type { FieldCuration } from './curation';
import type { Parameter } from './parameter';
import { describe } from './descriptions';

const NONE: INodePropertyOptions = { name: 'None', value: 'none', description: 'Nothing is sent' };
const BINARY: INodePropertyOptions = {
	name: 'Binary File',
	value: 'binary',
	description: 'A file that the item brings along',
};
const URL: INodePropertyOptions = { name: 'URL', value: 'url', description: 'A file on the web' };

/**
 * The three parameters of a file field: where the file comes from, the name of the item's binary field, and the
 * URL. `isMain` says that the file is the first that the model needs, which is read from the field `data`.
 */
export function generateFileParameters(field: FileField, about: FieldCuration, isMain: boolean): Parameter[] {
	const { parameter, label } = field;
	const source = `${parameter}Source`;
	const parameters: Pick<Parameter, 'property' | 'when'>[] = [
		...sourceProperties(field, source, about),
		{
			property: {
				displayName: `${label} Binary Field`,
				name: `${parameter}Binary`,
				type: 'string',
				required: true,
				default: isMain ? 'data' : parameter,
				description:
					"Name of the item's binary field that holds the file. An expression can give the file itself.",
				hint: isMain
					? 'The name of the input field that holds the file, such as data'
					: 'The name of the input field that holds this file, when the item brings several',
			},
			when: { [source]: ['binary'] },
		},
		{
			property: {
				displayName: `${label} URL`,
				name: `${parameter}Url`,
				type: 'string',
				required: true,
				default: '',
				placeholder: `e.g. https://example.com/${field.accepts === 'image' ? 'photo.jpg' : 'clip.mp4'}`,
				description: describe(
					`The http or https address of the ${field.accepts} itself, and not of a web page that shows it`,
				),
			},
			when: { [source]: ['url'] },
		},
	];
	return parameters.map((made) => ({ ...made, field: field.name, central: true }));
}

/** Version 1 of the node sends no optional file by itself, and saved workflows count on it. */
function sourceProperties(
	field: FileField,
	name: string,
	about: FieldCuration,
): Pick<Parameter, 'property' | 'when'>[] {
	const property = sourceProperty(field, name, about.help);
	if (field.required || about.source === undefined) return [{ property, when: {} }];
	return [
		{ property, when: { '@version': [1] } },
		{ property: { ...property, default: about.source }, when: { '@version': [1.1] } },
	];
}

function sourceProperty(
	{ label, required }: FileField,
	name: string,
	help: string | undefined,
): INodeProperties {
	return {
		displayName: `${label} Source`,
		name,
		type: 'options',
		noDataExpression: true,
		options: required ? [BINARY, URL] : [NONE, BINARY, URL],
		default: required ? 'binary' : 'none',
		...(help && { description: describe(help) }),
	};
}
