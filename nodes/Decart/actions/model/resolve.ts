import type { INodeProperties } from 'n8n-workflow';
import { createSingleOperation } from '../../operation/singleOperation';
import { BodyError } from '../../transport/responseBody';
import { fieldProblem, invalidInput } from '../../operation/invalidInput';
import { readJson } from '../../transport/readJson';
import { request } from '../../transport/request';
import { readTextList } from '../../operation/textList';

const NAME = 'model.resolve';

const parameters: INodeProperties[] = [
	{
		displayName: 'Model Names',
		name: 'modelNames',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. lucy-latest, lucy-image-latest',
		description: 'The model names to look up, such as lucy-latest: one, or several separated by commas',
	},
];

/** Model → Resolve: the model that a name such as `lucy-latest` stands for today. */
export const resolve = createSingleOperation({
	name: NAME,
	parameters,
	// The keys of `models` are the names that were asked for. `modelId` is there for a single one.
	output: { models: {}, modelId: 'string' },
	prepare({ api }, item, { maxRetries, requestTimeoutMs }) {
		const names = readNames(item.get('modelNames'));
		const content = names.length === 1 ? { model: names[0] } : { models: names };
		return async () =>
			await request(
				api,
				{
					method: 'POST',
					path: '/v1/models/resolve',
					accept: 'application/json',
					// A lookup: it may be asked as often as one likes.
					isIdempotent: true,
					action: `resolve ${names.join(', ')}`,
					notFound: {
						code: 'MODEL_NOT_FOUND',
						message: `Decart knows no model ${names.join(', ')}`,
						description: 'Check the spelling of the model names.',
					},
					body: () => ({ content }),
					maxRetries,
					timeoutMs: requestTimeoutMs,
				},
				async (response) => {
					const answer = api.redactor.data(await readJson(response, requestTimeoutMs)) as Resolved;
					const models =
						answer.model_ids ??
						(answer.model_id ? { [names[0] ?? '']: answer.model_id } : undefined);
					if (!models) throw new BodyError('it names no model');
					return { json: { models, ...(answer.model_id && { modelId: answer.model_id }) } };
				},
			);
	},
});

interface Resolved {
	readonly model_id?: string | null;
	readonly model_ids?: Record<string, string> | null;
}

function readNames(raw: unknown): string[] {
	const read = readTextList(raw);
	if ('value' in read && read.value.length > 0) return read.value;
	const problem = 'problem' in read ? read.problem : 'is required';
	const field = { name: 'modelNames', label: 'Model Names' };
	throw invalidInput(
		NAME,
		[fieldProblem(field, problem)],
		'Enter one name in "Model Names", or several separated by commas.',
	);
}
