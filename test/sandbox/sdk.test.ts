import { createDecartClient, models } from '@decartai/sdk';
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CAT, CLIP, sandboxForFile } from './support';

const sandbox = await sandboxForFile();
const client = createDecartClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const photo = (): Blob => new Blob([CAT], { type: 'image/png' });
const video = (): Blob => new Blob([CLIP], { type: 'video/mp4' });

describe('Decart’s official SDK takes the sandbox for Decart', () => {
	it('edits an image', async () => {
		const result = await client.process({
			model: models.image('lucy-image-2'),
			prompt: 'Oil painting',
			data: photo(),
			reference_image: photo(),
			seed: 42,
			resolution: '480p',
			enhance_prompt: false,
		});
		const { format, height } = await sharp(Buffer.from(await result.arrayBuffer())).metadata();
		expect({ type: result.type, format, height }).toEqual({
			type: 'image/png',
			format: 'png',
			height: 480,
		});

		const [request] = sandbox.requests();
		expect(request?.texts).toEqual([
			['prompt', 'Oil painting'],
			['seed', '42'],
			['resolution', '480p'],
			['enhance_prompt', 'false'],
		]);
		expect(
			request?.files.map(({ name, contentType, sha256: hash }) => ({ name, contentType, hash })),
		).toEqual([
			{ name: 'data', contentType: 'image/png', hash: sha256(CAT) },
			{ name: 'reference_image', contentType: 'image/png', hash: sha256(CAT) },
		]);
		expect(request).toMatchObject({
			apiKey: sandbox.apiKey,
			unknownFields: [],
			complete: true,
			status: 200,
		});
	});

	it('submits a video, watches its job and fetches the result', async () => {
		sandbox.setJobSchedule({ pendingMs: 0, processingMs: 1200 });
		const statuses: string[] = [];
		const result = await client.queue.submitAndPoll({
			model: models.video('lucy-2.5'),
			prompt: 'Snow',
			data: video(),
			onStatusChange: ({ status }) => statuses.push(status),
		});
		sandbox.setJobSchedule({ pendingMs: 0, processingMs: 0 });
		expect(statuses).toEqual(['pending', 'processing', 'completed']);
		expect(result.status).toBe('completed');
		expect(result.status === 'completed' && result.data.type).toBe('video/mp4');
		expect(result.status === 'completed' && result.data.size).toBeGreaterThan(CLIP.length);
		expect(sandbox.ledger()).toMatchObject([
			{ model: 'lucy-2.5', jobId: result.job_id, delivered: 'full' },
		]);
	});

	it('sends an image through the queue', async () => {
		const model = { ...models.image('lucy-image-2'), inputSchema: models.video('lucy-2.5').inputSchema };
		const asVideo = { ...models.video('lucy-2.5'), ...model, name: 'lucy-2.5' } as ReturnType<
			typeof models.video<'lucy-2.5'>
		>;
		const { job_id: id } = await client.queue.submit({ model: asVideo, prompt: 'Snow', data: photo() });
		const result = await client.queue.result(id);
		expect(result.type).toBe('image/png');
		expect((await sharp(Buffer.from(await result.arrayBuffer())).metadata()).format).toBe('png');
	});

	it('reads a failed job', async () => {
		sandbox.setFaults({ rules: [{ on: 'submit', fault: { kind: 'job', outcome: 'fail' } }] });
		const result = await client.queue.submitAndPoll({
			model: models.video('lucy-2.5'),
			prompt: '',
			data: video(),
		});
		expect(result.status).toBe('failed');
	});

	it('stores, reads and deletes a file', async () => {
		const stored = await client.files.upload(new File([CAT], 'cat.png', { type: 'image/png' }), {
			ttlSeconds: 60,
		});
		expect(stored).toMatchObject({ filename: 'cat.png', mime_type: 'image/png', size_bytes: CAT.length });
		expect(Date.parse(stored.expires_at ?? '') - Date.parse(stored.created_at)).toBe(60_000);
		expect(await client.files.get(stored.id)).toEqual(stored);
		await client.files.delete(stored.id);
		await expect(client.files.get(stored.id)).rejects.toMatchObject({
			code: 'FILES_GET_ERROR',
			data: { status: 404 },
		});
	});

	it('mints a client token that works until it expires and mints no other', async () => {
		const token = await client.tokens.create({ expiresIn: 60, allowedModels: ['lucy-image-2'] });
		expect(token.apiKey).toMatch(/^ek_/);
		expect(token.permissions).toEqual({ models: ['lucy-image-2'] });
		const limited = createDecartClient({ apiKey: token.apiKey, baseUrl: sandbox.url });
		const edit = { model: models.image('lucy-image-2'), prompt: 'Snow', data: photo() };
		expect((await limited.process(edit)).type).toBe('image/png');
		await expect(
			limited.queue.submit({ model: models.video('lucy-2.5'), prompt: '', data: video() }),
		).rejects.toMatchObject({ data: { status: 403 } });
		await expect(limited.tokens.create()).rejects.toMatchObject({
			code: 'TOKEN_CREATE_ERROR',
			data: { status: 403 },
		});
		sandbox.advance(61_000);
		await expect(limited.process(edit)).rejects.toMatchObject({ code: 'PROCESSING_ERROR' });
	});

	it('learns that its key is wrong', async () => {
		const stranger = createDecartClient({ apiKey: 'dct_wrong', baseUrl: sandbox.url });
		await expect(
			stranger.process({ model: models.image('lucy-image-2'), prompt: 'Snow', data: photo() }),
		).rejects.toMatchObject({
			code: 'PROCESSING_ERROR',
			message: 'Processing failed: 401 - Invalid API key',
		});
		expect(sandbox.ledger()).toEqual([]);
	});
});
