import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../../sandbox/faults/faultPlan';
import { storm } from '../../../../sandbox/faults/stormPlan';
import { isFullRun } from '../../../support/fullRun';
import {
	cat,
	clip,
	encoded,
	type Fields,
	get,
	onTheWire,
	sandboxForFile,
	type Seen,
	type WireRequest,
} from '../../support';

const sandbox = await sandboxForFile({ seed: 7 });
const bytes = await sharp(cat.bytes).resize(40, 40).png().toBuffer();
const IMAGE: readonly [path: string, fields: Fields] = [
	'/v1/generate/lucy-image-2',
	{ prompt: 'Snow', data: { ...cat, bytes }, resolution: '480p' },
];
const VIDEO: readonly [path: string, fields: Fields] = ['/v1/jobs/lucy-2.5', { data: clip }];

/** How long a client of the storm waits for an answer that never ends. */
const IMPATIENT = { afterBytes: 2_000_000, afterMs: 20_000 };

async function send([path, fields]: typeof IMAGE, hangUp?: WireRequest['hangUp']): Promise<Seen> {
	const { headers, body } = await encoded(fields);
	return await onTheWire(sandbox.url + path, {
		method: 'POST',
		headers: { ...headers, 'x-api-key': sandbox.apiKey },
		body,
		...(hangUp && { hangUp }),
	});
}

/** Sends one image or video after another, so many at once. */
async function sendMany(count: number, atOnce: number): Promise<Seen[]> {
	const seen: Seen[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < count) {
			const index = next;
			next += 1;
			seen[index] = await send(index % 3 === 2 ? VIDEO : IMAGE, IMPATIENT);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return seen;
}

describe('In a storm', () => {
	it('the ledger is the truth of what was accepted', async () => {
		// A closed port would keep most of so many quick requests from arriving at all.
		const only = ({ kind }: Fault): boolean => kind !== 'refuse';
		sandbox.setFaults(storm({ probability: 0.5, seed: 3, stallMs: 200, only }));
		const seen = await sendMany(150, 16);
		sandbox.setFaults({ rules: [] });
		await sandbox.settled();

		const requests = new Map(sandbox.requests().map((request) => [request.id, request]));
		const ledger = sandbox.ledger();
		for (const entry of ledger) {
			expect(requests.get(entry.requestId)).toMatchObject({
				method: 'POST',
				complete: true,
				billed: entry.id,
			});
		}
		expect(new Set(ledger.map(({ requestId }) => requestId)).size).toBe(ledger.length);
		expect([...requests.values()].filter(({ billed }) => billed !== undefined).length).toBe(
			ledger.length,
		);

		const images = seen.filter(
			({ status, complete, headers }) =>
				status === 200 && complete && headers['content-type'] === 'image/png',
		);
		expect(images.length).toBeGreaterThan(10);
		expect(ledger.filter(({ delivered }) => delivered === 'full').length).toBeLessThanOrEqual(
			images.length,
		);
		const faulty = [...requests.values()].filter(({ fault }) => fault !== undefined);
		expect(new Set(faulty.map(({ fault }) => fault)).size).toBeGreaterThan(20);
		expect(faulty.length / requests.size).toBeGreaterThan(0.3);
		expect((await get(sandbox, '/v1/realtime/quota')).status).toBe(200);
	});

	it('the same seed hits the same requests', async () => {
		const faults = async (seed: number): Promise<unknown[]> => {
			sandbox.reset();
			sandbox.setFaults(
				storm({ probability: 0.5, seed, stallMs: 1, only: ({ kind }) => kind !== 'refuse' }),
			);
			await sendMany(20, 1);
			return sandbox.requests().map(({ fault }) => fault);
		};
		const first = await faults(11);
		expect(await faults(11)).toEqual(first);
		expect(await faults(12)).not.toEqual(first);
	});
});

describe('Without faults', () => {
	const count = isFullRun ? 150 : 60;

	it(`${count} small images at once are all answered and all billed once`, async () => {
		const seen = await Promise.all(Array.from({ length: count }, () => send(IMAGE)));
		expect(seen.filter(({ status, complete }) => status === 200 && complete).length).toBe(count);
		expect(sandbox.ledger().map(({ delivered }) => delivered)).toEqual(
			Array.from({ length: count }, () => 'full'),
		);
	});
});
