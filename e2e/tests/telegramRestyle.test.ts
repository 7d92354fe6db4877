import { expect, it, onTestFinished, vi } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addCredential, addExample, publish, unpublish } from '../../scripts/n8n/workflows';
import { startTelegram } from '../standIns/telegram';

inEveryN8n('The example telegram-restyle', (n8n) => {
	async function bot() {
		const decart = await startDecart(n8n);
		const telegram = await startTelegram();
		const workflow = await addExample(n8n, 'telegram-restyle', {
			credentials: {
				decartApi: decart.credentialId,
				telegramApi: await addCredential(n8n, 'telegramApi', 'Telegram account', telegram.credential),
			},
		});
		await publish(n8n, workflow);
		onTestFinished(async () => await unpublish(n8n, workflow));
		await vi.waitUntil(() => telegram.webhook(), { timeout: 20_000 });
		const answer = async () =>
			await vi.waitUntil(() => telegram.sent()[0], { timeout: 60_000, interval: 100 });
		return { decart, telegram, answer };
	}

	it('sends a photo back restyled, as its caption says', async () => {
		const { telegram, answer } = await bot();
		const photo = await sampleBytes('coffee.jpg');
		await telegram.say({ bytes: photo, caption: 'A stained glass window' });
		const { method, parts } = await answer();
		expect(method).toBe('sendPhoto');
		expect(parts.chat_id?.text).toBe('4711');
		const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
			fields: { prompt: 'A stained glass window', seed: '7' },
			files: { data: photo },
		});
		expect(parts.photo?.bytes.equals(expected)).toBe(true);
	});

	it('asks for a photo when there is none, and submits nothing', async () => {
		const { decart, telegram, answer } = await bot();
		await telegram.say({ text: 'Hello' });
		const { method, parts } = await answer();
		expect(method).toBe('sendMessage');
		expect(parts.text?.text).toContain('Send me a photo');
		expect(decart.ledger()).toEqual([]);
	});

	it('says in the chat why it failed', async () => {
		const { decart, telegram, answer } = await bot();
		decart.setFaults({ rules: [{ on: 'generate', fault: { kind: 'status', status: 402 } }] });
		await telegram.say({ bytes: await sampleBytes('coffee.jpg') });
		const { method, parts } = await answer();
		expect(method).toBe('sendMessage');
		expect(parts.text?.text).toMatch(/^That did not work: .*credits/i);
	});
});
