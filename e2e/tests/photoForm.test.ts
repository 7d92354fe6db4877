import { expect, it, onTestFinished } from 'vitest';
import { startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addExample, publish, unpublish } from '../../scripts/n8n/workflows';

inEveryN8n('The example photo-form', (n8n) => {
	it('shows the uploaded photo restyled', async () => {
		const decart = await startDecart(n8n);
		const page = await upload(await publishedForm(decart.credentialId), await sampleBytes('coffee.jpg'));

		const [billed] = decart.ledger();
		expect(billed?.fields.prompt).toBe('A pencil sketch');
		expect(page).toMatch(/<img [^>]*src="data:image\/png;base64,iVBOR/);
	});

	it('tells the visitor when the photo could not be restyled', async () => {
		const decart = await startDecart(n8n);
		const page = await upload(await publishedForm(decart.credentialId), Buffer.from('no photo'));

		expect(page).toContain('The photo could not be restyled');
		expect(decart.ledger()).toEqual([]);
	});

	async function publishedForm(credentialId: string): Promise<string> {
		const workflow = await addExample(n8n, 'photo-form', { credentials: { decartApi: credentialId } });
		await publish(n8n, workflow);
		onTestFinished(async () => await unpublish(n8n, workflow));
		const form = `${n8n.url}/form/3f6d2f6e-5a0c-4f0e-8a43-9d3f2a1b7c55`;
		// A published form may take n8n a moment to put up.
		await expect.poll(async () => (await fetch(form)).status, { timeout: 20_000 }).toBe(200);
		return form;
	}
});

/** Sends the form as a browser does, follows it to its last page, and returns that page. */
async function upload(form: string, photo: Buffer<ArrayBuffer>): Promise<string> {
	const fields = new FormData();
	fields.append('field-0', new Blob([photo], { type: 'image/jpeg' }), 'coffee.jpg');
	fields.append('field-1', 'A pencil sketch');
	const answer = await fetch(form, { method: 'POST', body: fields });
	const text = await answer.text();
	expect(text).toContain('formWaitingUrl');
	const { formWaitingUrl } = JSON.parse(text) as { formWaitingUrl: string };
	return await lastPage(formWaitingUrl);
}

async function lastPage(url: string): Promise<string> {
	for (;;) {
		const status = await fetch(`${url}/n8n-execution-status`);
		if ((await status.text()) !== 'running') break;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	const page = await fetch(url);
	return await page.text();
}
