import { setTimeout as sleep } from 'node:timers/promises';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { smallPng } from '../../scripts/samples/media';
import { bytesIn, imageStage } from './imageSupport';

const { sandbox, edit } = await imageStage();
afterEach(() => {
	sandbox.reset();
	vi.restoreAllMocks();
});

const photos = await Promise.all([1, 2, 3].map(smallPng));
const items = photos.map((bytes, index) => ({ files: { data: { bytes, fileName: `photo-${index}.png` } } }));

/** The names of the results that n8n is asked to store, each of which it stores when `isAllowed`. */
function watchStore(isAllowed: (fileName: string) => boolean = () => true): string[] {
	const stored: string[] = [];
	const service = Container.get(BinaryDataService);
	const store = service.store.bind(service);
	vi.spyOn(service, 'store').mockImplementation(async (location, content, binary) => {
		const { fileName = '' } = binary;
		if (fileName.includes('lucy')) {
			stored.push(fileName);
			await vi.waitUntil(() => isAllowed(fileName), { timeout: 5000, interval: 5 });
		}
		return await store(location, content, binary);
	});
	return stored;
}

describe('while an image is being stored', () => {
	it('the next one is sent, also with one item at once', async () => {
		const sent = () => sandbox.requests().length;
		watchStore((fileName) => !fileName.startsWith('photo-0') || sent() === photos.length);
		const { items: results, error } = await edit({ items, options: { concurrency: 1 } });
		expect(error).toBeUndefined();
		expect(results.map(({ json }) => json.fileName)).toEqual(
			photos.map((_, index) => `photo-${index}-lucy-image-2.png`),
		);
		for (const result of results) {
			// Had n8n waited in vain, the item would hold the image itself.
			expect(result.binary?.data?.id).toBeDefined();
			expect((await bytesIn(result)).length).toBe(result.json.fileSize);
		}
		expect(sandbox.ledger()).toHaveLength(photos.length);
	});
});

describe('an image that is put out as Base64 text', () => {
	it('is read back from n8n’s store before the next one is sent', async () => {
		const service = Container.get(BinaryDataService);
		const open = service.getAsStream.bind(service);
		vi.spyOn(service, 'getAsStream').mockImplementation(async (id, chunkSize) => {
			// The node reads an input in chunks of its own size, and a result in n8n's.
			if (chunkSize !== undefined) return await open(id, chunkSize);
			await sleep(50);
			throw new Error('The disk is broken');
		});
		const { error } = await edit({ items, options: { concurrency: 1, outputAs: 'base64' } });
		expect(error?.message).toContain('The disk is broken');
		expect(sandbox.requests()).toHaveLength(1);
	});
});

describe('an image that is truncated', () => {
	it('is not stored, and the next one is not sent where the run is to stop', async () => {
		const fault = { kind: 'truncate', announce: 'cut' } as const;
		sandbox.setFaults({ rules: [{ on: 'generate', fault, times: 1 }] });
		const stored = watchStore();
		const { error } = await edit({ items, options: { concurrency: 1 } });
		expect(error?.context).toMatchObject({ code: 'OUTCOME_UNKNOWN', itemIndex: 0 });
		expect(stored).toEqual([]);
		expect(sandbox.requests()).toHaveLength(1);
	});
});
