import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { imageEditModels } from '../generated/imageEdit';
import { imageGenerateModels } from '../generated/imageGenerate';
import { videoAnimateModels } from '../generated/videoAnimate';
import { videoEditModels } from '../generated/videoEdit';
import { videoGenerateModels } from '../generated/videoGenerate';
import { videoRestyleModels } from '../generated/videoRestyle';
import { videoTransitionModels } from '../generated/videoTransition';
import { videoTryOnModels } from '../generated/videoTryOn';
import { createGenerationOperation } from '../generation/generationOperation';
import { readParameter } from '../operation/itemParameters';
import type { Operation } from '../operation/operation';
import { DecartError } from '../transport/errors';
import { HAND_WRITTEN_OPERATIONS } from './handWrittenOperations';
import { listParametersFor } from './listParametersFor';
import type { RESOURCE_ORDER } from './resource';

type Operations = Readonly<Record<string, Operation>>;

/** What each operation does, by resource and operation. What the editor shows of it stands in its resource. */
const OPERATIONS: Readonly<Record<(typeof RESOURCE_ORDER)[number], Operations>> = {
	image: {
		edit: createGenerationOperation(imageEditModels),
		generate: createGenerationOperation(imageGenerateModels),
	},
	video: {
		edit: createGenerationOperation(videoEditModels),
		restyle: createGenerationOperation(videoRestyleModels),
		tryOn: createGenerationOperation(videoTryOnModels),
		animate: createGenerationOperation(videoAnimateModels),
		generate: createGenerationOperation(videoGenerateModels),
		transition: createGenerationOperation(videoTransitionModels),
	},
	...HAND_WRITTEN_OPERATIONS,
};

/** An operation, and the parameters that the editor shows for it. */
export interface ChosenOperation extends Operation {
	readonly parameters: readonly INodeProperties[];
}

/**
 * The operation that the node is set to. One that does not exist, as after a downgrade, fails for every item: an
 * error of the node itself would make n8n hand on the inputs as results where it goes on after errors.
 *
 * @param parameters all parameters of the node
 */
export function chosenOperation(
	functions: IExecuteFunctions,
	parameters: readonly INodeProperties[],
): ChosenOperation {
	const resource = readParameter(functions, 'resource', 0) as string;
	const operation = readParameter(functions, 'operation', 0) as string;
	const found = readOwn<Operation>(readOwn<Operations>(OPERATIONS, resource) ?? {}, operation);
	return {
		...(found ?? unknownOperation(`${resource}.${operation}`)),
		parameters: listParametersFor(parameters, { resource, operation }),
	};
}

function readOwn<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function unknownOperation(name: string): Operation {
	return {
		output: {},
		async prepare() {
			return await Promise.reject(
				new DecartError('INVALID_INPUT', `This version of the Decart node has no operation ${name}`, {
					description: 'Update the package n8n-nodes-decart, or choose another operation.',
				}),
			);
		},
	};
}
