import { media, type Reply } from '../http/reply';
import { drawImage, restyleImage } from '../media/image';
import { accept, checkGeneration, type Generation } from './validateGeneration';
import type { Call, State } from './context';

/** `POST /v1/generate/{model}`: the image itself. */
export async function generate(call: Call, state: State): Promise<Reply> {
	const { model } = call;
	if (!model) throw new Error(`${call.operation.path} serves no model`);
	const generation = await checkGeneration(call, model, state);
	if ('refused' in generation) return generation.refused;
	const entry = accept(generation, call, state);
	return media('image/png', await makeImage(generation), entry.id);
}

/** The result of an image model: its input repainted, or an image from nothing where it takes none. */
export async function makeImage({ files, look, values }: Generation): Promise<Buffer> {
	const { data } = files;
	if (data) return await restyleImage(data.path, data.sha256, look);
	return await drawImage(look, String(values['orientation'] ?? 'landscape'));
}
