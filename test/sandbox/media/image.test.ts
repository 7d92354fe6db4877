import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
	readResponse,
	CAT,
	cat,
	type Fields,
	get,
	post,
	rocket,
	sandboxForFile,
	type Upload,
} from '../support';

const sandbox = await sandboxForFile({ retired: true });

async function edit(fields: Fields = {}, model = 'lucy-image-2'): Promise<Buffer> {
	const response = await post(sandbox, `/v1/generate/${model}`, {
		prompt: 'Oil painting',
		data: cat,
		seed: '7',
		...fields,
	});
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toBe('image/png');
	return await readResponse(response);
}

async function content(jobId: string): Promise<Response> {
	return await get(sandbox, `/v1/jobs/${jobId}/content`);
}

async function image(width: number, height: number): Promise<Upload> {
	const background = { r: 120, g: 120, b: 120 };
	const bytes = await sharp({ create: { width, height, channels: 3, background } })
		.png()
		.toBuffer();
	return { ...cat, bytes };
}

/** Compares by hash, because comparing megabytes value by value takes seconds. */
function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** The mean difference of two images, 0 (equal) to 255. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
	const raw = async (image: Buffer) =>
		await sharp(image).resize(64, 64, { fit: 'fill' }).removeAlpha().raw().toBuffer();
	const [left, right] = [await raw(one), await raw(other)];
	const sum = left.reduce((total, value, index) => total + Math.abs(value - (right[index] ?? 0)), 0);
	return sum / left.length;
}

describe('An edited image', () => {
	it.each([
		['720p', 451, 300, 1082, 720],
		['480p', 451, 300, 722, 480],
		['720p', 40, 40, 720, 720],
		['480p', 300, 600, 240, 480],
		['720p', 5000, 10, 4096, 8],
	])('in %s from %i × %i is %i × %i', async (resolution, fromWidth, fromHeight, width, height) => {
		const result = await edit({ data: await image(fromWidth, fromHeight), resolution });
		const made = await sharp(result).metadata();
		expect([made.format, made.width, made.height]).toEqual(['png', width, height]);
	});

	it('is 720p when no resolution is named', async () => {
		expect((await sharp(await edit()).metadata()).height).toBe(720);
	});

	it('stands upright when its photo was taken on the side', async () => {
		const bytes = await sharp(CAT).withMetadata({ orientation: 6 }).jpeg().toBuffer();
		const { width = 0, height = 0 } = await sharp(await edit({ data: { ...cat, bytes } })).metadata();
		expect(width).toBeLessThan(height);
	});

	it('is the same bytes for the same request', async () => {
		expect(sha256(await edit())).toBe(sha256(await edit()));
	});

	it.each<[string, Fields]>([
		['prompt', { prompt: 'Watercolor' }],
		['seed', { seed: '8' }],
		['input', { data: rocket }],
		['resolution', { resolution: '480p' }],
		['enhance_prompt', { enhance_prompt: 'false' }],
		['reference image', { reference_image: rocket }],
	])('is another one with another %s', async (_, fields) => {
		expect(sha256(await edit(fields))).not.toBe(sha256(await edit()));
	});

	it('is another one from another model', async () => {
		expect(sha256(await edit({}, 'lucy-pro-i2i'))).not.toBe(sha256(await edit()));
	});

	it('cannot be taken for its input', async () => {
		const inputs = [
			cat,
			rocket,
			await image(40, 40),
			{ ...cat, bytes: await sharp(CAT).grayscale().png().toBuffer() },
		];
		for (const data of inputs) {
			for (const seed of ['1', '2', '3', '4', '5', '6']) {
				expect(
					await difference(data.bytes, await edit({ data, seed, resolution: '480p' })),
				).toBeGreaterThan(15);
			}
		}
	});

	it('without a seed is another one each time, and the ledger knows its seed', async () => {
		const send = async (fields: Fields) =>
			await readResponse(
				await post(sandbox, '/v1/generate/lucy-image-2', { prompt: 'Snow', data: cat, ...fields }),
			);
		const first = await send({});
		expect(sha256(await send({}))).not.toBe(sha256(first));
		const seed = String(sandbox.ledger()[0]?.fields['seed']);
		expect(sha256(await send({ seed }))).toBe(sha256(first));
	});
});

describe('An image from text', () => {
	it.each([
		[{ orientation: 'landscape' }, 1280, 720],
		[{ orientation: 'portrait', resolution: '480p' }, 480, 854],
		[{}, 1280, 720],
	])('%o is %i × %i', async (fields, width, height) => {
		const make = async () =>
			await readResponse(
				await post(sandbox, '/v1/generate/lucy-pro-t2i', {
					prompt: 'A lighthouse',
					seed: '1',
					...fields,
				}),
			);
		const image = await make();
		expect(await sharp(image).metadata()).toMatchObject({ format: 'png', width, height });
		expect(sha256(await make())).toBe(sha256(image));
	});
});

describe('An image made through the queue', () => {
	it('is the one that is answered at once', async () => {
		const fields = { prompt: 'Oil painting', data: cat, seed: '7' };
		const response = await post(sandbox, '/v1/jobs/lucy-image-2', fields);
		const { job_id: id } = (await response.json()) as { job_id: string };
		const result = await content(id);
		expect(result.headers.get('content-type')).toBe('image/png');
		expect(sha256(await readResponse(result))).toBe(sha256(await edit()));
	});
});
