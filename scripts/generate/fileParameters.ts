import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { FileField } from '../../nodes/Decart/types';
import type { Parameter } from './fieldParameters';
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
 * URL. `isMain` says that the file is the first that the model needs, which is looked for in the field `data`.
 */
export function fileParameters(field: FileField, help: string | undefined, isMain: boolean): Parameter[] {
	const { parameter, label } = field;
	const source = `${parameter}Source`;
	const parameters: Pick<Parameter, 'property' | 'when'>[] = [
		{ property: sourceProperty(field, source, help), when: {} },
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
					? 'The name of the input field that holds the file. Most nodes call it data.'
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
				description: describe('Address of the file on the web, which is fetched and passed on'),
			},
			when: { [source]: ['url'] },
		},
	];
	return parameters.map((made) => ({ ...made, field: field.name, central: true }));
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
