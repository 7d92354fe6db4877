import { describe, expect, it, vi } from 'vitest';
import { sample } from '../../scripts/samples/media';
import { readBinary, newSandbox, runAt, runOnAt, sha256, useBinaryStore } from '../support/operations';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
useBinaryStore();
vi.setConfig({ maxConcurrency: 12 });

const CAT = { files: { data: sample('cat.png') } };
const edit = (options: object = {}, model = 'lucy-image-2') => ({
	resource: 'image',
	operation: 'edit',
	model,
	prompt: 'Watercolor',
	options: { seed: 7, ...options },
});

describe.concurrent('An image model that is served both ways', () => {
	it.for([['lucy-image-2'], ['lucy-image-latest']] as const)(
		'%s answers at once unless something else is chosen',
		async ([model]) => {
			const sandbox = await newSandbox();
			const { items } = await runAt(sandbox, edit({}, model), [CAT]);
			expect(sandbox.requests().map(({ path }) => path)).toEqual([`/v1/generate/${model}`]);
			expect(items[0]?.json).not.toHaveProperty('jobId');
		},
	);

	it('goes through the queue when that is chosen: submitted, watched and fetched', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 1200, processingMs: 2000 } });
		const { items } = await runAt(sandbox, edit({ surface: 'queue' }), [CAT]);
		const [job] = sandbox.jobs();
		const bytes = await readBinary(items[0]?.binary?.data);
		expect(sandbox.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /v1/jobs/lucy-image-2',
			...Array.from({ length: job?.polls ?? 0 }, () => `GET /v1/jobs/${job?.id}`),
			`GET /v1/jobs/${job?.id}/content`,
		]);
		expect(items[0]?.json).toMatchObject({
			model: 'lucy-image-2',
			status: 'completed',
			jobId: job?.id,
			seed: 7,
			fileName: 'cat-lucy-image-2.png',
			mimeType: 'image/png',
			fileSize: bytes.length,
		});
		expect(bytes.subarray(1, 4).toString()).toBe('PNG');
	});

	it('gives the same image either way', async () => {
		const sandbox = await newSandbox();
		const runs = await Promise.all(
			['process', 'queue'].map(async (surface) => await runAt(sandbox, edit({ surface }), [CAT])),
		);
		const [atOnce, byJob] = await Promise.all(
			runs.map(async ({ items }) => await readBinary(items[0]?.binary?.data)),
		);
		expect(sha256(atOnce ?? Buffer.alloc(0))).toBe(sha256(byJob ?? Buffer.alloc(1)));
	});

	it('has the options of waiting in the queue', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 3_600_000, processingMs: 0 } });
		const { items } = await runAt(
			sandbox,
			edit({ surface: 'queue', timeout: 0.02, onTimeout: 'returnJob' }),
			[CAT],
		);
		expect(items[0]?.json).toMatchObject({
			jobId: sandbox.jobs()[0]?.id,
			status: 'pending',
			model: 'lucy-image-2',
		});
		expect(items[0]?.binary).toBeUndefined();
	});

	it('sends a custom model to the chosen side', async () => {
		const sandbox = await newSandbox();
		const custom = { ...edit({ surface: 'queue' }, 'custom'), customModelId: 'lucy-image-2' };
		const { items } = await runAt(sandbox, custom, [CAT]);
		expect(sandbox.requests()[0]?.path).toBe('/v1/jobs/lucy-image-2');
		expect(items[0]?.json).toMatchObject({ status: 'completed', mimeType: 'image/png' });
	});

	it('refuses a side that there is none of, before anything is sent', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, edit({ surface: 'realtime' }), [CAT]);
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'Processing Mode must be process or queue, not "realtime"',
		});
		expect(sandbox.requests()).toEqual([]);
	});
});

describe.concurrent('An image model that is served one way', () => {
	it('goes that way', async () => {
		const sandbox = await newSandbox();
		await runAt(sandbox, edit({ surface: 'queue' }, 'lucy-pro-i2i'), [CAT]);
		expect(sandbox.requests().map(({ path }) => path)).toEqual(['/v1/generate/lucy-pro-i2i']);
	});
});
