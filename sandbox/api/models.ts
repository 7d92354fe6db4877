import { json, refusal, type Reply } from '../http/reply';
import { type Issue, valueError } from '../openapi/validationIssues';
import type { Call, State } from './context';

/**
 * `POST /v1/models/resolve`: the ids that names stand for. No source says what the public host answers to a
 * name that it does not know; here it is 404, as for every other thing that does not exist.
 */
export async function resolveModels(call: Call, state: State): Promise<Reply> {
	const { model, models } = call.json as { model?: string | null; models?: string[] | null };
	if ((model ?? undefined) === undefined && (models ?? undefined) === undefined) {
		return refusal(422, [neither(call.json)]);
	}
	const names = [...(model ? [model] : []), ...(models ?? [])];
	const unknown = names.find((name) => !state.modelIds.has(name));
	if (unknown !== undefined) return refusal(404, `Model not found: ${unknown}`);
	if (model) return json({ model_id: state.modelIds.get(model) });
	return json({ model_ids: Object.fromEntries(names.map((name) => [name, state.modelIds.get(name)])) });
}

function neither(input: unknown): Issue {
	return valueError(['body'], "Provide 'model' or 'models'", input);
}
