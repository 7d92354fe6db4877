import { onTestFinished } from 'vitest';
import { startFileHost } from '../../sandbox/fileHost';
import { sampleBytes } from '../../scripts/samples/media';

/** Serves an image over HTTP until the test is over; at `missing` there is none. */
export async function hostCat(): Promise<{ image: Buffer<ArrayBuffer>; url: string; missing: string }> {
	const host = await startFileHost();
	onTestFinished(async () => await host.close());
	const image = await sampleBytes('cat.png');
	const url = host.serve('cat.png', { body: image, contentType: 'image/png' });
	return { image, url, missing: url.replace('cat.png', 'dog.png') };
}
