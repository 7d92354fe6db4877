import { createDecartClient, models } from '@decartai/sdk';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox';
import { sample } from '../../scripts/samples/media';
import { CLIP_ITEM, newSandbox, runAt, useBinaryStore } from '../support/operations';

useBinaryStore();

const EDIT = { resource: 'video', operation: 'edit', prompt: 'Snow' };

async function looksOfNode(sandbox: Sandbox, options: object = {}): Promise<number> {
	const { items } = await runAt(sandbox, { ...EDIT, options: { ...options } }, [CLIP_ITEM]);
	return sandbox.jobs().find(({ id }) => id === items[0]?.json.jobId)?.polls ?? NaN;
}

async function looksOfSdk(sandbox: Sandbox): Promise<number> {
	const client = createDecartClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
	const { bytes, mimeType } = sample('coffee-zoom.mp4');
	const result = await client.queue.submitAndPoll({
		model: models.video('lucy-2.5'),
		prompt: 'Snow',
		data: new Blob([new Uint8Array(bytes)], { type: mimeType }),
	});
	return sandbox.jobs().find(({ id }) => id === result.job_id)?.polls ?? NaN;
}

describe.concurrent('Waiting costs', () => {
	it('one look for a short job, as with the SDK', async () => {
		const sandbox = await newSandbox();
		expect(await Promise.all([looksOfNode(sandbox), looksOfSdk(sandbox)])).toEqual([1, 1]);
	});

	it('fewer looks than with the SDK for a longer one', async () => {
		const sandbox = await newSandbox({ jobSchedule: { pendingMs: 1000, processingMs: 8300 } });
		const [node, sdk] = await Promise.all([looksOfNode(sandbox), looksOfSdk(sandbox)]);
		expect(node).toBeGreaterThan(1);
		expect(node).toBeLessThan(sdk);
	});

	it('more looks where the poll interval is short', async () => {
		const jobSchedule = { pendingMs: 0, processingMs: 4000 };
		const sandbox = await newSandbox({ jobSchedule });
		const [often, seldom] = await Promise.all([
			looksOfNode(sandbox, { pollInterval: 0.5 }),
			looksOfNode(sandbox, { pollInterval: 300 }),
		]);
		expect(often).toBeGreaterThan(seldom);
	});
});
