import { expect, it } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addCredential, addExample, runWorkflow } from '../../scripts/n8n/workflows';
import { startS3 } from '../standIns/s3';

const PROMPT = 'Give the photo the colors and the mood of the reference image';

inEveryN8n('The example nightly-restyle-s3', (n8n) => {
	it('stores every photo under its own name, and what failed in a report', async () => {
		const decart = await startDecart(n8n);
		const s3 = await startS3();
		const [style, coffee, rocket] = await Promise.all([
			sampleBytes('cat.png'),
			sampleBytes('coffee.jpg'),
			sampleBytes('rocket.jpg'),
		]);
		await s3.put('brand/style.png', style, 'image/png');
		await s3.put('incoming/coffee.jpg', coffee, 'image/jpeg');
		await s3.put('incoming/notes.txt', Buffer.from('not an image'), 'text/plain');
		await s3.put('incoming/rocket.jpg', rocket, 'image/jpeg');
		const workflow = await addExample(n8n, 'nightly-restyle-s3', {
			credentials: {
				decartApi: decart.credentialId,
				s3: await addCredential(n8n, 's3', 'S3 account', s3.credential),
			},
		});

		const run = await runWorkflow(n8n, workflow);

		expect(run.error).toBeUndefined();
		const report = (await s3.keys()).find((key) => key.includes('failures'));
		expect(await s3.keys()).toEqual(
			expect.arrayContaining(['restyled/coffee.png', 'restyled/rocket.png', report]),
		);
		for (const [name, data] of Object.entries({ coffee, rocket })) {
			const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
				fields: { prompt: PROMPT, seed: '7' },
				files: { data, reference_image: style },
			});
			expect(expected.equals(await s3.get(`restyled/${name}.png`)), name).toBe(true);
		}
		expect(JSON.parse((await s3.get(report ?? '')).toString())).toEqual([
			{
				photo: 'incoming/notes.txt',
				reason: expect.stringContaining('Image Binary Field: ') as string,
				code: 'INVALID_INPUT',
				nextStep: expect.stringMatching(/\w+/) as string,
			},
		]);
		expect(decart.ledger()).toHaveLength(2);
	});
});
