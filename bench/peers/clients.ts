import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import axios from 'axios';
import FormData from 'form-data';
import { request, FormData as UndiciFormData } from 'undici';

const PROMPT = 'Watercolor painting';
/** Where each peer sends its image. */
export const GENERATE_PATH = '/v1/generate/lucy-image-2';
const KEY = 'dct_benchmark_key';

/** One image, sent and received by a peer. `target` is a file that it may write the result to. */
export type ImageClient = (url: string, source: string, target: string) => Promise<void>;

/** The floor: undici, with both files in memory. */
export const undiciInMemory: ImageClient = async (url, source) => {
	const form = new UndiciFormData();
	form.set('prompt', PROMPT);
	form.set('data', new Blob([await readFile(source)], { type: 'image/png' }), 'photo.png');
	const headers = { 'x-api-key': KEY };
	const { statusCode, body } = await request(`${url}${GENERATE_PATH}`, {
		method: 'POST',
		headers,
		body: form,
	});
	if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
	await body.arrayBuffer();
};

/** n8n-core changes the default instance in its process: it makes a connection for each request. */
const client = axios.create();

/** The same work as the node's: from the disk and to the disk. */
export const axiosToDisk: ImageClient = async (url, source, target) => {
	const { size } = await stat(source);
	const form = createForm(new FormData(), createReadStream(source), size);
	const headers = { ...form.getHeaders(), 'x-api-key': KEY, 'Content-Length': form.getLengthSync() };
	const response = await client.post<Readable>(`${url}${GENERATE_PATH}`, form, {
		headers,
		responseType: 'stream',
		maxRedirects: 0,
		maxBodyLength: Infinity,
	});
	await pipeline(response.data, createWriteStream(target));
	await rm(target);
};

/** Fills a form of the package `form-data`. */
export function createForm(form: FormData, image: Readable, size: number): FormData {
	form.append('prompt', PROMPT);
	form.append('data', image, { filename: 'photo.png', contentType: 'image/png', knownLength: size });
	return form;
}

/** Decart's own SDK, which holds both files in memory. */
export async function createSdkClient(url: string): Promise<ImageClient> {
	const { createDecartClient, models } = await import('@decartai/sdk');
	const sdk = createDecartClient({ apiKey: KEY, baseUrl: url });
	return async (_url, source) => {
		const data = new File([await readFile(source)], 'photo.png', { type: 'image/png' });
		const result = await sdk.process({ model: models.image('lucy-image-2'), prompt: PROMPT, data });
		await result.arrayBuffer();
	};
}
