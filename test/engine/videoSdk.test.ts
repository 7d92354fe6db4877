import { createDecartClient, models } from '@decartai/sdk';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox';
import { sample } from '../../scripts/samples/media';
import { readBinary, CLIP_ITEM, newSandbox, runAt, sha256, useBinaryStore } from '../support/operations';

useBinaryStore();

const createClient = ({ apiKey, url }: Sandbox) => createDecartClient({ apiKey, baseUrl: url });
const readBlob = (fileName: Parameters<typeof sample>[0]) => {
	const { bytes, mimeType } = sample(fileName);
	return new Blob([new Uint8Array(bytes)], { type: mimeType });
};
const EDIT = {
	resource: 'video',
	operation: 'edit',
	prompt: 'Snow',
	options: { seed: 5, enhancePrompt: false },
};
const SDK_EDIT = {
	model: models.video('lucy-2.5'),
	prompt: 'Snow',
	seed: 5,
	enhance_prompt: false,
};

describe.concurrent('Decart’s official SDK and the node', () => {
	it('see the job that the node submitted', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 3_600_000, processingMs: 0 } });
		const { queue } = createClient(sandbox);
		const { items } = await runAt(sandbox, { ...EDIT, waitForCompletion: false }, [CLIP_ITEM]);
		const jobId = String(items[0]?.json.jobId);
		expect(await queue.status(jobId)).toEqual({ job_id: jobId, status: 'pending' });
		sandbox.advance(3_600_000);
		expect(await queue.status(jobId)).toEqual({ job_id: jobId, status: 'completed' });

		const fetched = Buffer.from(await (await queue.result(jobId)).arrayBuffer());
		const wait = { resource: 'job', operation: 'wait', jobId };
		const own = await runAt(sandbox, wait);
		expect(sha256(fetched)).toBe(sha256(await readBinary(own.items[0]?.binary?.data)));
		expect(sandbox.ledger()).toHaveLength(1);
	});

	it('see the job that the SDK submitted', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 3_600_000, processingMs: 0 } });
		const { queue } = createClient(sandbox);
		const { job_id: jobId } = await queue.submit({ ...SDK_EDIT, data: readBlob('coffee-zoom.mp4') });
		const get = { resource: 'job', operation: 'get', jobId };
		expect((await runAt(sandbox, get)).items[0]?.json).toEqual({ jobId, status: 'pending' });
		sandbox.advance(3_600_000);
		expect((await runAt(sandbox, get)).items[0]?.json).toEqual({ jobId, status: 'completed' });

		for (const operation of ['wait', 'download']) {
			const { items } = await runAt(sandbox, { resource: 'job', operation, jobId });
			const fetched = Buffer.from(await (await queue.result(jobId)).arrayBuffer());
			expect(sha256(await readBinary(items[0]?.binary?.data))).toBe(sha256(fetched));
		}
		expect(sandbox.ledger()).toHaveLength(1);
	});

	it('ask for the same, and get the same video', async () => {
		const sandbox = await newSandbox();
		const files = { data: sample('coffee-zoom.mp4'), referenceImage: sample('rocket.jpg') };
		const node = await runAt(sandbox, { ...EDIT, referenceImageSource: 'binary' }, [{ files }]);
		const sdk = await createClient(sandbox).queue.submitAndPoll({
			...SDK_EDIT,
			data: readBlob('coffee-zoom.mp4'),
			reference_image: readBlob('rocket.jpg'),
		});
		const [own, theirs] = sandbox
			.requests()
			.filter(({ method }) => method === 'POST')
			.map(({ path, texts, files: sent }) => ({
				path,
				texts: Object.fromEntries(texts),
				files: Object.fromEntries(
					sent.map(({ name, contentType, sha256: hash }) => [name, { contentType, hash }]),
				),
			}));
		// The SDK also says the one resolution that the model has.
		expect({ ...own, texts: { ...own?.texts, resolution: '720p' } }).toEqual(theirs);
		const made = sdk.status === 'completed' ? Buffer.from(await sdk.data.arrayBuffer()) : Buffer.alloc(0);
		expect(sha256(await readBinary(node.items[0]?.binary?.data))).toBe(sha256(made));
	});
});
