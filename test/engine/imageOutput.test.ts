import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { describe, expect, it } from 'vitest';
import { smallPng } from '../../scripts/samples/media';
import { bytesIn, imageStage } from './imageSupport';
import { sha256 } from '../support/operations';

const { edit } = await imageStage();
const items = [{ files: { data: { bytes: await smallPng(2), fileName: 'cat.png', mimeType: 'image/png' } } }];
const seed = 9;

describe('the result comes as', () => {
	it('Base64 text, the same bytes as the file would have', async () => {
		const asFile = await edit({ items, options: { seed } });
		const asText = await edit({ items, options: { seed, outputAs: 'base64' } });
		const bytes = await bytesIn(asFile.items[0]);
		expect(asText.items[0]?.binary).toBeUndefined();
		expect(asText.items[0]?.json).toMatchObject({
			fileName: 'cat-lucy-image-2.png',
			fileSize: bytes.length,
			base64: bytes.toString('base64'),
		});
	});

	it('a signed URL that leads to the file in n8n’s store', async () => {
		const asFile = await edit({ items, options: { seed } });
		const {
			items: [result],
			error,
		} = await edit({ items, options: { seed, outputAs: 'signedUrl' } });
		expect(error).toBeUndefined();
		expect(result?.binary).toBeUndefined();
		const url = new URL(String(result?.json.url));
		expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:5678\/rest\/binary-data\/signed\?token=/);
		const store = Container.get(BinaryDataService);
		const id = store.validateSignedToken(url.searchParams.get('token') ?? '');
		const linked = await store.getAsBuffer({ id, data: '', mimeType: 'image/png' });
		expect(sha256(linked)).toBe(sha256(await bytesIn(asFile.items[0])));
	});
});
