import { expect, it, onTestFinished } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addExample, callWebhook, publish, unpublish } from '../../scripts/n8n/workflows';

inEveryN8n('The example webhook-restyle', (n8n) => {
	async function published() {
		const decart = await startDecart(n8n);
		const workflow = await addExample(n8n, 'webhook-restyle', {
			credentials: { decartApi: decart.credentialId },
		});
		await publish(n8n, workflow);
		onTestFinished(async () => await unpublish(n8n, workflow));
		const upload = async (fields: Record<string, string>, image?: Buffer<ArrayBuffer>) => {
			const form = new FormData();
			for (const [name, value] of Object.entries(fields)) form.append(name, value);
			if (image) form.append('image', new Blob([image], { type: 'image/jpeg' }), 'coffee.jpg');
			return await callWebhook(n8n, 'restyle', { method: 'POST', body: form });
		};
		return { decart, upload };
	}

	it('answers an upload with the restyled image', async () => {
		const { decart, upload } = await published();
		const image = await sampleBytes('coffee.jpg');
		const answer = await upload({ prompt: 'A pencil sketch' }, image);
		expect(answer.headers.get('content-type')).toBe('image/png');
		const [billed] = decart.ledger();
		const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
			fields: { prompt: 'A pencil sketch', seed: String(billed?.fields.seed) },
			files: { data: image },
		});
		expect(expected.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
	});

	it('tells a caller without an image what is missing, and submits nothing', async () => {
		const { decart, upload } = await published();
		const answer = await upload({ prompt: 'A pencil sketch' });
		expect(answer.status).toBe(400);
		expect(await answer.json()).toEqual({
			error: 'Image Binary Field: the item has no file "image", nor any other',
			code: 'INVALID_INPUT',
			nextStep: expect.stringMatching(/\w+/) as string,
		});
		expect(decart.ledger()).toEqual([]);
	});

	it('passes on the status with which Decart refuses', async () => {
		const { decart, upload } = await published();
		decart.setFaults({ rules: [{ on: 'generate', fault: { kind: 'status', status: 402 } }] });
		const answer = await upload({ prompt: 'A pencil sketch' }, await sampleBytes('coffee.jpg'));
		expect(answer.status).toBe(402);
		expect(await answer.json()).toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
	});
});
