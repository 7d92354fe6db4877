import fc from 'fast-check';
import type { IBinaryData, IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { RUN_OPTIONS } from '../../nodes/Decart/operation/options';
import { createRequestIdentity, fileIdentity } from '../../nodes/Decart/operation/requestIdentity';
import { inNode } from '../../scripts/engine/nodeFunctions';

const credential = { apiKey: 'dct_0123456789abcdef', baseUrl: 'http://127.0.0.1:1' };

interface Request {
	readonly parameters: INodeParameters;
	readonly json: IDataObject;
	readonly itemIndex: number;
	readonly variation: number;
	readonly file: IBinaryData;
}

/** Gives identities in n8n's engine, of nodes with other parameters and items than its own. */
async function identifying<T>(use: (identify: (request: Request) => string) => T): Promise<T> {
	return await inNode(credential, async ({ functions }) => {
		const identify = ({ parameters, json, itemIndex, variation, file }: Request) => {
			const own = Object.create(functions) as IExecuteFunctions;
			own.getNode = () => ({ ...functions.getNode(), parameters });
			own.getInputData = () => Array.from({ length: itemIndex + 1 }, () => ({ json }));
			return createRequestIdentity(own)(itemIndex, [fileIdentity(file)], variation);
		};
		return await Promise.resolve(use(identify));
	});
}

const text = fc.string({ maxLength: 12 });
const requests = fc.record<Request>({
	parameters: fc.record({
		model: fc.constantFrom('lucy-image-2', 'lucy-2.5'),
		prompt: text,
		options: fc.dictionary(fc.constantFrom('seed', 'resolution', 'stylePreset'), text),
	}),
	json: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null))) as fc.Arbitrary<IDataObject>,
	itemIndex: fc.nat(3),
	variation: fc.integer({ min: 1, max: 3 }),
	file: fc.record({
		id: fc.uuid().map((uuid) => `filesystem-v2:workflows/w/executions/temp/binary_data/${uuid}`),
		data: fc.constant('filesystem-v2'),
		fileName: text,
		mimeType: fc.constant('image/png'),
	}),
});

function withOptions(request: Request, changed: INodeParameters): Request {
	const options = { ...(request.parameters.options as INodeParameters), ...changed };
	return { ...request, parameters: { ...request.parameters, options } };
}

describe('the identity of a request', () => {
	it('stays when n8n moves the file, saves the execution, and a person changes options of the run', async () => {
		const runOptions = fc.dictionary(fc.constantFrom(...RUN_OPTIONS), text);
		await identifying((identify) =>
			fc.assert(
				fc.property(requests, runOptions, (request, options) => {
					const { file, json } = request;
					const id = file.id?.replace('executions/temp', 'executions/17') ?? '';
					const retried = withOptions(
						{
							...request,
							json: JSON.parse(JSON.stringify(json)) as IDataObject,
							file: { ...file, id },
						},
						options,
					);
					expect(identify(retried)).toBe(identify(request));
				}),
			),
		);
	});

	it('changes with the model, the prompt, a field, the item, its data, the variation and the file', async () => {
		const changes: readonly ((request: Request) => Request)[] = [
			(request) => ({ ...request, parameters: { ...request.parameters, model: 'other' } }),
			(request) => ({
				...request,
				parameters: { ...request.parameters, prompt: 'another one, and long' },
			}),
			(request) => withOptions(request, { seed: 'another one, and long' }),
			(request) => withOptions(request, { stylePreset: 'another one, and long' }),
			(request) => ({ ...request, itemIndex: request.itemIndex + 1 }),
			(request) => ({ ...request, json: { ...request.json, added: true } }),
			(request) => ({ ...request, variation: request.variation + 1 }),
			(request) => ({ ...request, file: { ...request.file, id: 'filesystem-v2:a/other' } }),
			(request) => ({ ...request, file: { ...request.file, fileName: 'another one, and long' } }),
		];
		await identifying((identify) =>
			fc.assert(
				fc.property(requests, fc.constantFrom(...changes), (request, change) => {
					expect(identify(change(request))).not.toBe(identify(request));
				}),
			),
		);
	});

	it('does not depend on the order in which options were added', async () => {
		await identifying((identify) =>
			fc.assert(
				fc.property(requests, (request) => {
					const options = Object.entries(request.parameters.options as INodeParameters).reverse();
					const reordered = {
						...request,
						parameters: { ...request.parameters, options: Object.fromEntries(options) },
					};
					expect(identify(reordered)).toBe(identify(request));
				}),
			),
		);
	});
});
