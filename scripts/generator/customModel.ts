import type { Field, Model } from '../../nodes/Decart/types';

/**
 * The model that a user names: what is known of the operation's default model, without the rules that another
 * model need not share. `{model}` in its paths stands for the name.
 */
export function customModel(defaultModel: Model): Model {
	const { resource, operation, output, fields } = defaultModel;
	const queue = { surface: 'queue', path: '/v1/jobs/{model}' } as const;
	const process = { surface: 'process', path: '/v1/generate/{model}' } as const;
	return {
		id: 'custom',
		label: 'Custom Model',
		status: 'current',
		resource,
		operation,
		output,
		paths: output === 'image' ? [process, queue] : [queue],
		fields: fields.map(relaxed),
	};
}

function relaxed(field: Field): Field {
	if (field.kind === 'file') return field;
	const optional = { ...field, required: false };
	return optional.kind === 'text' ? { ...optional, minLength: undefined, maxLength: undefined } : optional;
}
